//! [`Note`]: what a reader's line said that could not be taken as it stands, and what was done instead.

/// One thing about a query that the reader may want to know. A note is never an error: the query was answered.
///
/// Notes are data, not prose; the page finds the words in the reader's language by [`Note::code`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// A quotation mark has no partner. What stands behind it, up to the parenthesis around it or the end of the
    /// line, is searched as words, as if it stood in parentheses. So a phrase shows results while it is typed.
    UnbalancedQuote,
    /// A `(` was never closed: it is closed at the end of the line. Or a `)` was never opened: it is ignored.
    UnbalancedParenthesis,
    /// The value of `before:`, `after:` or `date:` is no date. That restriction is left out.
    ImpossibleDate {
        /// The value as typed, at most 40 characters of it.
        text: String,
    },
    /// A date like `yesterday`, where the caller did not say what day it is. That restriction is left out.
    RelativeDateWithoutToday {
        /// The value as typed.
        text: String,
    },
    /// Dates that all have to hold leave no day, as in `after:2025 before:2024`. They stay: nothing matches.
    EmptyDateRange,
    /// The line has more characters than are read. The rest is ignored.
    TooLong {
        /// Characters (Unicode scalar values) that were read.
        kept: usize,
    },
    /// The line has more words, phrases and dates than are searched. Those behind the limit are ignored; where it is not
    /// their number but the articles that they stand in, the commonest are.
    TooManyWords {
        /// Words, phrases and dates that were kept.
        kept: usize,
    },
    /// Parentheses stand deeper in each other than is read. The inner ones are ignored, what they hold is kept.
    TooDeep {
        /// Levels that were kept.
        kept: usize,
    },
    /// The query only says what is not wanted. Every article without it is listed, newest first.
    OnlyExclusions,
    /// An operator has nothing to work on, as in `rubio OR` or `NOT ()`. The operator is ignored.
    EmptyOperator {
        /// `OR` (also where `|` was typed) or `NOT` (also where `-` was typed).
        operator: &'static str,
    },
    /// An alternative of an `OR` is an exclusion, as in `rubio OR -trump`, which would match nearly everything.
    /// The exclusion holds beside the other alternatives instead: `a OR b OR -c` is read as `(a OR b) -c`.
    ExclusionInOr,
}

impl Note {
    /// The name of the note in answers: kebab case, never changed once released.
    pub fn code(&self) -> &'static str {
        match self {
            Note::UnbalancedQuote => "unbalanced-quote",
            Note::UnbalancedParenthesis => "unbalanced-parenthesis",
            Note::ImpossibleDate { .. } => "impossible-date",
            Note::RelativeDateWithoutToday { .. } => "relative-date-without-today",
            Note::EmptyDateRange => "empty-date-range",
            Note::TooLong { .. } => "too-long",
            Note::TooManyWords { .. } => "too-many-words",
            Note::TooDeep { .. } => "too-deep",
            Note::OnlyExclusions => "only-exclusions",
            Note::EmptyOperator { .. } => "empty-operator",
            Note::ExclusionInOr => "exclusion-in-or",
        }
    }
}
