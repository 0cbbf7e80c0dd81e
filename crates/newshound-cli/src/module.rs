//! An index inside a WebAssembly module: put there as a custom section, and found again.
//!
//! A custom section changes nothing for whoever compiles the module, and stands at its end as one piece: whatever
//! linker, optimiser or allocator made the rest. Browsers hand it out with `WebAssembly.Module.customSections`.

use newshound_index::segment::Segment;
use wasmparser::{Chunk, Data, DataKind, Operator, Parser, Payload, Validator};

use crate::failure::Failure;

/// The name of the section; `host.js` asks for it.
pub(crate) const SECTION: &str = "newshound.index";

/// The module with the index at its end.
///
/// # Errors
///
/// [`Failure::Invalid`] where what came out is no valid module, [`Failure::EngineVersion`] where its engine reads
/// another kind of index.
pub(crate) fn embed(engine: &[u8], index: &[u8]) -> Result<Vec<u8>, Failure> {
    if let (Some(own), Ok(new)) = (embedded(engine), Segment::open(index)) {
        let own = Segment::open(&own).map_err(|_| Failure::EngineVersion)?;
        if own.format_version() != new.format_version() {
            return Err(Failure::EngineVersion);
        }
    }
    let name_length = leb128(SECTION.len());
    let mut module = Vec::with_capacity(engine.len() + index.len() + SECTION.len() + 16);
    module.extend(engine);
    module.push(0); // a custom section
    module.extend(leb128(name_length.len() + SECTION.len() + index.len()));
    module.extend(name_length);
    module.extend(SECTION.as_bytes());
    module.extend(index);
    validate(&module)?;
    if section(&module)? != Some(index) {
        return Err(Failure::Invalid { reason: "it has an index already".into() });
    }
    Ok(module)
}

/// A length as wasm writes it.
fn leb128(mut value: usize) -> Vec<u8> {
    let mut out = Vec::new();
    loop {
        let low = (value & 0x7f) as u8;
        value >>= 7;
        if value == 0 {
            out.push(low);
            return out;
        }
        out.push(low | 0x80);
    }
}

/// Whether browsers would take it.
pub(crate) fn validate(module: &[u8]) -> Result<(), Failure> {
    let invalid = |error: wasmparser::BinaryReaderError| Failure::Invalid { reason: error.to_string() };
    Validator::new().validate_all(module).map(drop).map_err(invalid)
}

/// The first index in a custom section of a module.
pub(crate) fn section(module: &[u8]) -> Result<Option<&[u8]>, Failure> {
    for payload in Parser::new(0).parse_all(module) {
        match payload {
            Ok(Payload::CustomSection(custom)) if custom.name() == SECTION => return Ok(Some(custom.data())),
            Ok(_) => {}
            Err(error) => return Err(Failure::Invalid { reason: error.to_string() }),
        }
    }
    Ok(None)
}

/// How an index begins.
const MAGIC: &[u8] = b"nwshound";

/// The index that was compiled into a module, from what its memory begins with.
pub(crate) fn embedded(module: &[u8]) -> Option<Vec<u8>> {
    let memory = memory(module)?;
    let starts = memory.windows(MAGIC.len()).enumerate().filter(|(_, window)| *window == MAGIC);
    // The bytes that it is recognised by stand elsewhere, too.
    starts.map(|(at, _)| at).find_map(|at| {
        let length = memory.get(at..)?.get(40..48)?;
        let length = usize::try_from(u64::from_le_bytes(*length.first_chunk()?)).ok()?;
        let index = memory.get(at..at.checked_add(length)?)?;
        Segment::open(index).ok()?;
        Some(index.to_vec())
    })
}

/// More memory than any module begins with.
const MOST_MEMORY: usize = 1 << 30;

/// What a module writes to its memory before it runs.
fn memory(module: &[u8]) -> Option<Vec<u8>> {
    let mut memory = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        let Payload::DataSection(reader) = payload.ok()? else { continue };
        for data in reader {
            let Data { kind: DataKind::Active { offset_expr, .. }, data, .. } = data.ok()? else { continue };
            let Ok(Operator::I32Const { value }) = offset_expr.get_operators_reader().read() else { continue };
            let start = value.cast_unsigned() as usize;
            let end = start.checked_add(data.len()).filter(|end| *end <= MOST_MEMORY)?;
            if memory.len() < end {
                memory.resize(end, 0);
            }
            memory.get_mut(start..end)?.copy_from_slice(data);
        }
    }
    Some(memory)
}

/// Whether bytes begin as a module does.
pub(crate) fn is_module(bytes: &[u8]) -> bool {
    matches!(Parser::new(0).parse(bytes, false), Ok(Chunk::Parsed { payload: Payload::Version { .. }, .. }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use newshound_index::build::{BuildOptions, SegmentBuilder};

    const EMPTY: &[u8] = b"\0asm\x01\0\0\0";

    fn index() -> Vec<u8> {
        SegmentBuilder::new(BuildOptions::default()).finish().bytes
    }

    /// A module that begins with these bytes in its memory, in two pieces.
    fn with_memory(bytes: &[u8]) -> Vec<u8> {
        let (one, two) = bytes.split_at(bytes.len() / 2);
        let piece = |at: usize, bytes: &[u8]| {
            // i32.const wants a signed number: seven bits are left of the last byte's eight, and the highest is zero.
            let at = [(at & 0x7f) as u8 | 0x80, (at >> 7 & 0x7f) as u8 | 0x80, (at >> 14) as u8];
            [&[0, 0x41][..], &at, &[0x0b], &leb128(bytes.len()), bytes].concat()
        };
        let data = [&[2][..], &piece(1000, one), &piece(1000 + one.len(), two)].concat();
        [EMPTY, &[5, 3, 1, 0, 1], &[11], &leb128(data.len()), &data].concat()
    }

    #[test]
    fn an_index_goes_in_and_comes_out() {
        let check = |index: &[u8]| {
            let module = embed(EMPTY, index).expect("it is a module");
            assert!(is_module(&module));
            assert_eq!(section(&module).expect("it is a module"), Some(index));
        };
        check(b"");
        check(&index());
        check(&[7; 200]);
        check(&vec![7; 3_000_000]);
        assert_eq!(section(EMPTY).expect("it is a module"), None);
    }

    #[test]
    fn an_index_in_memory_is_found() {
        let module = with_memory(&[b"nwshound and no index".to_vec(), index(), b"more".to_vec()].concat());
        validate(&module).expect("it is a module");
        assert_eq!(embedded(&module), Some(index()));
        assert_eq!(embedded(&with_memory(b"nwshound")), None);
        assert_eq!(embedded(EMPTY), None);
    }

    #[test]
    fn what_is_no_engine_is_refused() {
        let check = |engine: &[u8], expect: &str| {
            let failure = embed(engine, &index()).expect_err("it is no engine");
            assert!(failure.to_string().contains(expect), "{failure}");
        };
        check(b"", "not valid");
        check(b"#!/bin/sh", "not valid");
        check(&[EMPTY, &[1, 1]].concat(), "not valid");
        check(&embed(EMPTY, b"old").expect("it is a module"), "has an index already");
    }
}
