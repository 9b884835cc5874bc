//! What commands print: colours on a terminal only, tables that line up.

use anstyle::{AnsiColor, Style};

/// Prints a line on standard output; colours are left out where it is no terminal.
pub(crate) fn line(text: &str) {
    anstream::println!("{text}");
}

/// Prints an error and its causes on standard error.
pub(crate) fn error(error: &dyn std::error::Error) {
    let style = AnsiColor::Red.on_default().bold();
    anstream::eprintln!("{style}error{style:#}: {error}");
    let mut cause = error.source();
    while let Some(inner) = cause {
        anstream::eprintln!("  caused by: {inner}");
        cause = inner.source();
    }
}

/// Prints a remark on standard error.
pub(crate) fn note(text: &str) {
    anstream::eprintln!("{text}");
}

/// Makes `text` stand out.
pub(crate) fn strong(text: &str) -> String {
    let style = Style::new().bold();
    format!("{style}{text}{style:#}")
}

/// Prints rows under their headings, each column as wide as its widest cell.
pub(crate) fn table<const COLUMNS: usize>(headings: [&str; COLUMNS], rows: &[[String; COLUMNS]]) {
    let mut widths = headings.map(|heading| heading.chars().count());
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    line(&strong(&aligned(headings.iter().copied(), &widths)));
    for row in rows {
        line(&aligned(row.iter().map(String::as_str), &widths));
    }
}

fn aligned<'a>(cells: impl Iterator<Item = &'a str>, widths: &[usize]) -> String {
    let padded: Vec<String> = cells.zip(widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
    padded.join("  ").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::aligned;

    #[test]
    fn columns_line_up_and_lines_have_no_trailing_space() {
        assert_eq!(aligned(["auth", "ready", ""].into_iter(), &[6, 5, 4]), "auth    ready");
    }
}
