//! The table of figures, on the terminal and in bench/RESULTS.md.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark prints its figures")]

use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use crate::measure::Figures;

/// One line of the table.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    what: String,
    figure: String,
    wanted: String,
}

/// What was measured so far.
#[derive(Default)]
pub(crate) struct Report {
    rows: Vec<Row>,
}

impl Row {
    /// A ratio of two measurements of one run.
    pub(crate) fn ratio(what: impl Into<String>, ratio: f64, wanted: &str) -> Self {
        Self { what: what.into(), figure: format!("{ratio:.2}"), wanted: wanted.to_owned() }
    }

    /// A figure and what it shall be.
    pub(crate) fn target(what: impl Into<String>, figure: f64, wanted: &str) -> Self {
        Self { what: what.into(), figure: thousands(figure), wanted: wanted.to_owned() }
    }
}

impl Report {
    /// Adds a line, and shows it.
    pub(crate) fn row(&mut self, row: Row) {
        println!("{:<64} {:>34}  {}", row.what, row.figure, row.wanted);
        self.rows.push(row);
    }

    /// Adds the lines of another report, which has shown them.
    pub(crate) fn append(&mut self, other: Self) {
        self.rows.extend(other.rows);
    }

    /// Adds the figures of a measurement.
    pub(crate) fn figures(&mut self, what: &str, figures: Figures) {
        let Figures { throughput, p50_us, p99_us } = figures;
        let figure = format!("{}/s, p50 {p50_us:.1} µs, p99 {p99_us:.1} µs", thousands(throughput));
        self.row(Row { what: what.to_owned(), figure, wanted: String::new() });
    }

    /// Replaces the section `name` of the file of results, or adds it.
    pub(crate) fn keep(&self, file: &Path, name: &str) -> anyhow::Result<()> {
        let old = std::fs::read_to_string(file).unwrap_or_else(|_| "# Results\n".to_owned());
        let heading = format!("\n## {name}\n");
        let mut kept = String::new();
        let mut inside = false;
        for line in old.split_inclusive('\n') {
            if line.starts_with("## ") {
                inside = line.trim_end() == heading.trim();
            }
            if !inside {
                kept.push_str(line);
            }
        }
        std::fs::write(file, format!("{}\n{}", kept.trim_end(), self.render(&heading)?))?;
        Ok(())
    }

    fn render(&self, heading: &str) -> anyhow::Result<String> {
        let mut text = heading.to_owned();
        writeln!(text, "\n{}\n\n| what | measured | wanted |\n|---|---|---|", machine())?;
        for row in &self.rows {
            writeln!(text, "| {} | {} | {} |", row.what, row.figure, row.wanted)?;
        }
        Ok(text)
    }
}

/// The machine and the programs that were measured.
fn machine() -> String {
    let of = |program: &str, arguments: &[&str]| {
        let done = Command::new(program).args(arguments).output();
        done.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
    };
    let processor = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = processor.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("unknown processor");
    let model = model.trim_start_matches(['\t', ' ', ':']);
    format!(
        "{model}, {} cores, {}, {}{}; load generator on the same cores.",
        of("nproc", &[]),
        of("uname", &["-sr"]),
        of("rustc", &["--version"]),
        if cfg!(debug_assertions) { ", built without optimisation" } else { "" }
    )
}

/// Says something on standard output, for whoever started this process.
pub(crate) fn say(line: &str) {
    println!("{line}");
}

/// Tells what is being done.
pub(crate) fn progress(line: &str) {
    eprintln!("{line}");
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count a second, far below 2^63")]
fn thousands(figure: f64) -> String {
    let digits = (figure.round() as u64).to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!([999.0, 1000.0, 1_234_567.4].map(thousands), ["999", "1,000", "1,234,567"]);
    }

    #[test]
    fn a_section_is_replaced_and_the_others_are_kept() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "# Results\n\n## a\n\nold\n\n## b\n\nkept\n").unwrap();
        let mut report = Report::default();
        report.row(Row::ratio("speed", 0.5, "≥ 0.4"));
        report.keep(file.path(), "a").unwrap();
        let text = std::fs::read_to_string(file.path()).unwrap();
        assert!(text.contains("kept") && text.contains("| speed | 0.50 | ≥ 0.4 |") && !text.contains("old"), "{text}");
        assert_eq!(text.matches("## a").count(), 1);
    }
}
