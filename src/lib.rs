//! The engine as JavaScript sees it: an index inside a module, and a class that answers from it.
//!
//! This is the only crate that knows wasm or JavaScript, and `Engine` is all that it exports.

mod js;
mod options;
mod wire;

use newshound_index::search;
use newshound_index::segment::{Segment, SegmentError};
use wasm_bindgen::prelude::*;

/// Takes a quarter of the bytes of the standard library's own allocator.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// The index that `build.rs` made of the articles.
static INDEX: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/index.bin"));

/// Answers from one index. Everything is synchronous.
#[wasm_bindgen]
pub struct Engine {
    segment: Segment<'static>,
}

#[wasm_bindgen]
impl Engine {
    /// Opens the index inside the module.
    ///
    /// # Errors
    ///
    /// An `Error` with the `code` `corrupt` or `version`.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Result<Engine, JsValue> {
        Engine::open(INDEX)
    }

    /// Opens an index of the page's own. Its bytes stay in memory until the module goes.
    ///
    /// # Errors
    ///
    /// An `Error` with the `code` `corrupt` or `version`.
    #[wasm_bindgen(js_name = fromBytes)]
    pub fn from_bytes(bytes: Box<[u8]>) -> Result<Engine, JsValue> {
        Engine::open(Box::leak(bytes))
    }

    /// Answers a line; the options and the record are those of `newshound.js`, and `needs` beside them: pages of text
    /// to `supply`, after which the same call has a better answer.
    ///
    /// # Errors
    ///
    /// An `Error` with the `code` `corrupt`.
    #[wasm_bindgen(unchecked_return_type = "any")]
    pub fn search(
        &self,
        text: &str,
        #[wasm_bindgen(unchecked_param_type = "object")] options: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let request = options::request(text, options);
        let answer = search::search(&self.segment, &request).map_err(failure)?;
        wire::answer(text, &answer).to_js()
    }

    /// Finishes the line that is being typed.
    ///
    /// # Errors
    ///
    /// An `Error` with the `code` `corrupt`.
    #[wasm_bindgen(unchecked_return_type = "any[]")]
    pub fn complete(
        &self,
        text: &str,
        #[wasm_bindgen(unchecked_param_type = "object")] options: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let limit = options::limit(options, 8);
        let completions = search::complete(&self.segment, text, limit).map_err(failure)?;
        wire::completions(&completions).to_js()
    }

    /// What is being searched.
    ///
    /// # Errors
    ///
    /// An `Error` with the `code` `corrupt`.
    #[wasm_bindgen(unchecked_return_type = "any")]
    pub fn info(&self) -> Result<JsValue, JsValue> {
        let found = self.look_up().map_err(failure)?;
        wire::info(&self.segment, &found).to_js()
    }

    /// Hands in a page that `needs` named, inflated.
    ///
    /// # Errors
    ///
    /// An `Error` with the `code` `corrupt` where it is another page, or damaged.
    pub fn supply(&mut self, page: u32, bytes: Box<[u8]>) -> Result<(), JsValue> {
        self.segment.supply(page, bytes).map_err(failure)
    }

    fn look_up(&self) -> Result<wire::Found<'_>, SegmentError> {
        Ok(wire::Found {
            uid: self.segment.uid(),
            dates: self.segment.date_range()?,
            terms: self.segment.term_count()?,
            languages: self.segment.facet_values("language")?,
            sections: self.segment.facet_values("section")?,
            facets: self.segment.facet_names()?,
        })
    }

    fn open(bytes: &'static [u8]) -> Result<Engine, JsValue> {
        Ok(Engine { segment: Segment::open(bytes).map_err(failure)? })
    }
}

/// An `Error` with a `code` for programs and a message for the site's owner.
fn failure(error: SegmentError) -> JsValue {
    let thrown = js::Error::new(&error.message());
    // Setting a property of an object just made cannot fail.
    let _ = js::set(&thrown, "code", error.code());
    thrown.into()
}

#[cfg(all(test, target_arch = "wasm32"))]
#[path = "../tests/browser.rs"]
mod browser;
