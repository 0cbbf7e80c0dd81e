//! What of JavaScript the module calls. It is declared here, and not taken from js-sys, as that leaves the shims of all
//! its callbacks in the module: 0.9 kB that nothing calls and no tool can prove so.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = JSON)]
    pub(crate) fn parse(text: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Reflect)]
    pub(crate) fn get(object: &JsValue, key: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = Reflect)]
    pub(crate) fn set(object: &JsValue, key: &str, value: &str) -> Result<bool, JsValue>;

    #[wasm_bindgen(js_namespace = Object)]
    pub(crate) fn keys(object: &JsValue) -> List;

    pub(crate) type Error;
    #[wasm_bindgen(constructor)]
    pub(crate) fn new(message: &str) -> Error;

    /// An `Array`.
    pub(crate) type List;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn length(this: &List) -> u32;
    #[wasm_bindgen(method, indexing_getter)]
    pub(crate) fn at(this: &List, index: u32) -> JsValue;
}
