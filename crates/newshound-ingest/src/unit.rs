//! [`Unit`]: what one thread reads at a time: a file, a member of an archive, or a batch of lines.

use std::io::{self, BufRead, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use crate::finish::tidy;
use crate::format::Format;
use crate::input::Input;
use crate::jsonl::{Batch, read_batch};
use crate::options::Options;
use crate::problem::{Problem, ProblemKind};
use crate::sink::{Event, Sink};

/// Something to read, apart from everything else.
pub(crate) struct Unit {
    /// The file's name, for messages.
    pub(crate) file: String,
    /// What ids are made from.
    pub(crate) stem: String,
    pub(crate) format: Format,
    /// About how many bytes it takes in memory.
    pub(crate) weight: u64,
    pub(crate) content: Content,
}

/// Where the bytes come from.
pub(crate) enum Content {
    /// A whole file.
    Stream(Box<dyn BufRead + Send>),
    /// Some lines of a file.
    Lines(Batch),
    /// It cannot be read.
    Problem(ProblemKind),
}

/// What a unit gave, or a part of it: of a unit with very many articles or problems, some come ahead.
pub(crate) struct Done {
    /// The file's name, for messages.
    pub(crate) file: String,
    /// How long it took.
    pub(crate) time: Duration,
    pub(crate) format: Format,
    pub(crate) weight: u64,
    /// How many bytes were read, unpacked.
    pub(crate) bytes: u64,
    pub(crate) events: Vec<Event>,
    /// Nothing more comes of the unit.
    pub(crate) is_last: bool,
}

impl Unit {
    /// A file that cannot be read.
    pub(crate) fn problem(file: &str, kind: ProblemKind) -> Unit {
        let content = Content::Problem(kind);
        Unit { file: file.to_owned(), stem: String::new(), format: Format::Text, weight: 0, content }
    }

    /// Articles and problems that are held of one unit, about.
    const HELD: usize = 4096;

    /// Reads it. A parser that fails on it costs this unit, not the import. `ahead` is given what is too much to be held.
    pub(crate) fn read(self, options: &Options, ahead: &mut dyn FnMut(Done)) -> Done {
        let Unit { file, stem, format, weight, content } = self;
        let start = Instant::now();
        let mut bytes = 0;
        let mut events = Vec::new();
        let read = catch_unwind(AssertUnwindSafe(|| {
            let mut take = |event| {
                take(event, &mut events);
                if events.len() >= Unit::HELD {
                    let (file, events) = (file.clone(), std::mem::take(&mut events));
                    let time = Duration::ZERO;
                    ahead(Done { file, time, format, weight: 0, bytes: 0, events, is_last: false });
                }
            };
            let mut sink = Sink::new(options, &file, &mut take);
            match content {
                Content::Stream(reader) => {
                    let reader = Box::new(Counted { inner: reader, count: &mut bytes });
                    format.read(&mut Input { stem, reader }, &mut sink);
                }
                Content::Lines(batch) => {
                    bytes = batch.bytes.len() as u64;
                    read_batch(&batch, &stem, &mut sink);
                }
                Content::Problem(kind) => sink.problem(None, kind),
            }
        }));
        if read.is_err() {
            let file = file.clone();
            events.push(Event::Problem(Problem { file, line: None, kind: ProblemKind::ReaderFailed }));
        }
        Done { file, time: start.elapsed(), format, weight, bytes, events, is_last: true }
    }
}

/// Cleans what a format hands over, here where many threads do it side by side.
fn take(event: Event, events: &mut Vec<Event>) {
    match event {
        Event::Draft(file, mut draft) => {
            let line = draft.line;
            let problem = |kind| Event::Problem(Problem { file: file.clone(), line, kind });
            events.extend(tidy(&mut draft).into_iter().map(problem));
            events.push(Event::Draft(file, draft));
        }
        problem => events.push(problem),
    }
}

/// Counts what is read.
struct Counted<'a> {
    inner: Box<dyn BufRead + Send>,
    count: &'a mut u64,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        *self.count += read as u64;
        Ok(read)
    }
}

impl BufRead for Counted<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        *self.count += amount as u64;
        self.inner.consume(amount);
    }
}
