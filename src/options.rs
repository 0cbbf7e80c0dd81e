//! Options that come in from JavaScript, read one by one: a general reader would be a third of the module.

use newshound_index::query::{DayRange, ParseContext, parse_day_range};
use newshound_index::search::{Request, Sort};
use wasm_bindgen::{JsCast, JsValue};

use crate::js::{self, List};

/// The request that a line and its options make. What has the wrong type counts as not there.
pub(crate) fn request(text: &str, options: &JsValue) -> Request {
    let mut request = Request { text: text.to_owned(), limit: limit(options, 10), ..Request::default() };
    request.offset = number(options, "offset").map_or(0, |offset| offset as usize);
    request.sort = match string(options, "sort").as_deref() {
        Some("newest") => Sort::Newest,
        Some("oldest") => Sort::Oldest,
        _ => Sort::Relevance,
    };
    request.today = string(options, "today")
        .and_then(|day| parse_day_range(&day, &ParseContext::default()))
        .and_then(|range| range.from);
    request.half_life = number(options, "halfLife").map(|days| days as f32);
    request.collapse = get(options, "collapse").as_bool().unwrap_or(true);
    request.explain = get(options, "explain").is_truthy();
    request.facets = strings(&get(options, "facets"));
    let filters = get(options, "filters");
    if filters.is_object() {
        for name in strings(&js::keys(&filters)) {
            let values = strings(&get(&filters, &name));
            match name.as_str() {
                "after" | "before" => limit_dates(&mut request, &name, &values),
                _ => request.filters.push((name, values)),
            }
        }
    }
    request
}

/// The option `limit`, or this.
pub(crate) fn limit(options: &JsValue, default: usize) -> usize {
    number(options, "limit").map_or(default, |limit| limit as usize)
}

/// `after` and `before` read a date as the query language does.
fn limit_dates(request: &mut Request, name: &str, values: &[String]) {
    let context = ParseContext { today: request.today };
    let Some(range) = values.first().and_then(|value| parse_day_range(value, &context)) else { return };
    let range = if name == "after" { range.after() } else { range.before() };
    let other = request.dates.unwrap_or(DayRange { from: None, until: None });
    request.dates = range.map(|range| range.intersect(&other)).or(request.dates);
}

fn get(object: &JsValue, name: &str) -> JsValue {
    js::get(object, name).unwrap_or(JsValue::UNDEFINED)
}

fn string(object: &JsValue, name: &str) -> Option<String> {
    get(object, name).as_string()
}

/// A number from 0.
fn number(object: &JsValue, name: &str) -> Option<f64> {
    get(object, name).as_f64().filter(|number| *number >= 0.0)
}

/// A text, or a list of texts.
fn strings(value: &JsValue) -> Vec<String> {
    if !value.is_array() {
        return value.as_string().into_iter().collect();
    }
    let list = value.unchecked_ref::<List>();
    (0..list.length()).filter_map(|at| list.at(at).as_string()).collect()
}
