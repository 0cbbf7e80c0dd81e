//! How many tests ran, read from what test runners print.

use std::ops::AddAssign;

/// Checks that were run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) passed: usize,
    pub(super) failed: usize,
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Count) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// Sums up the closing lines of cargo's, wasm-bindgen's and Node's test runners.
#[derive(Default)]
pub(super) struct Counter(Count);

impl Counter {
    /// Looks at one line of output.
    pub(super) fn see(&mut self, line: &str) {
        // cargo and wasm-bindgen: `test result: ok. 12 passed; 0 failed; 1 ignored; …`
        if let Some((_, result)) = line.split_once("test result: ") {
            for part in result.split([';', '.']) {
                let mut words = part.split_whitespace();
                let number = words.next().and_then(|word| word.parse::<usize>().ok());
                match (number, words.next()) {
                    (Some(number), Some("passed")) => self.0.passed += number,
                    (Some(number), Some("failed")) => self.0.failed += number,
                    _ => {}
                }
            }
            return;
        }
        // Node: `ℹ pass 12`, or `# pass 12`
        let mut words = line.split_whitespace();
        if let (Some("ℹ" | "#"), Some(word), Some(number), None) =
            (words.next(), words.next(), words.next(), words.next())
        {
            match (word, number.parse::<usize>()) {
                ("pass", Ok(number)) => self.0.passed += number,
                ("fail" | "cancelled", Ok(number)) => self.0.failed += number,
                _ => {}
            }
        }
    }

    pub(super) fn count(&self) -> Count {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(output: &str, passed: usize, failed: usize) {
        let mut counter = Counter::default();
        output.lines().for_each(|line| counter.see(line));
        assert_eq!(counter.count(), Count { passed, failed }, "{output}");
    }

    #[test]
    fn closing_lines() {
        check("", 0, 0);
        check("test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.05s", 12, 0);
        check("test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured", 1, 2);
        check("    test result: ok. 3 passed; 0 failed; 0 ignored; 0 filtered out; finished in 0.05s", 3, 0);
        check("test result: ok. 1 passed; 0 failed\nnoise\ntest result: ok. 2 passed; 1 failed", 3, 1);
        check("ℹ tests 5\nℹ suites 0\nℹ pass 3\nℹ fail 1\nℹ cancelled 1\nℹ skipped 0", 3, 2);
        check("# pass 3\n# fail 0", 3, 0);
        check("a line that says pass 3\nℹ pass the salt now\nℹ pass x", 0, 0);
    }
}
