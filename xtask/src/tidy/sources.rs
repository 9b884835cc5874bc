//! Rules of Rust sources.

use std::ffi::OsStr;
use std::path::Path;

use super::File;
use super::masked::Masked;
use crate::finding::Finding;

const MAX_FUNCTION_LINES: usize = 70;
const MAX_FILE_LINES: usize = 600;

/// Something that may not be called, and why.
struct Ban {
    rule: &'static str,
    /// What the code has, from the beginning of a word.
    calls: &'static [&'static str],
    within: Scope,
    reason: &'static str,
}

/// Where a ban holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// In all Rust code.
    Everywhere,
    /// Outside of tests, the binary and tools.
    Libraries,
    /// In the services, outside of their tests.
    Services,
}

const BANS: &[Ban] = &[
    Ban {
        rule: "allow",
        calls: &["#[allow(", "#![allow("],
        within: Scope::Everywhere,
        reason: "write #[expect(lint, reason = \"…\")], which says why and tells when it is no longer needed",
    },
    Ban {
        rule: "unfinished",
        calls: &["todo!", "unimplemented!", "dbg!"],
        within: Scope::Everywhere,
        reason: "what is on main is finished",
    },
    Ban {
        rule: "print",
        calls: &["print!", "println!", "eprint!", "eprintln!"],
        within: Scope::Libraries,
        reason: "libraries tell what happens with tracing; only the binary and tools own a terminal",
    },
    Ban {
        rule: "spawn",
        calls: &["tokio::spawn", "task::spawn", "thread::spawn", "JoinSet::new", "spawn_blocking"],
        within: Scope::Services,
        reason: "every task has an owner that waits for it: use ServiceBuilder::background",
    },
    Ban {
        rule: "clock",
        calls: &["SystemTime::now", "Instant::now", "Timestamp::now", "Zoned::now", "Uuid::now_v7"],
        within: Scope::Services,
        reason: "a run can be replayed only when time and ids come from the Context or the service's Clock",
    },
    Ban {
        rule: "sleep",
        calls: &["time::sleep", "thread::sleep", "time::interval", "time::timeout"],
        within: Scope::Services,
        reason: "what waits for a time sets a timer in the Journal, which outlives the process and obeys the test's clock",
    },
    Ban {
        rule: "random",
        calls: &["rand::rng", "rand::random", "thread_rng", "Uuid::new_v4", "OsRng"],
        within: Scope::Services,
        reason: "a run can be replayed only when randomness comes from the Context",
    },
    Ban {
        rule: "environment",
        calls: &["env::var", "env::args", "env::set_var"],
        within: Scope::Services,
        reason: "settings come from the service's Config, which is validated and documented",
    },
    Ban {
        rule: "unbounded",
        calls: &["unbounded_channel", "mpsc::unbounded", "UnboundedSender", "UnboundedReceiver"],
        within: Scope::Services,
        reason: "a queue without a limit is memory without a limit: use a bounded channel and say what happens when it is full",
    },
    Ban {
        rule: "exit",
        calls: &["process::exit", "process::abort"],
        within: Scope::Libraries,
        reason: "only main ends the process, after everything that was started has been stopped",
    },
];

/// Words that promise work to whoever comes next.
const PROMISES: [&str; 4] = ["TODO", "FIXME", "XXX", "HACK"];

pub(super) fn check(file: &File) -> Vec<Finding> {
    let Some(text) = file.text.as_ref().filter(|_| is_written_rust(&file.path)) else { return Vec::new() };
    let masked = Masked::new(text);
    let mut findings = Vec::new();
    let mut add = |line, rule, problem: String| {
        findings.push(Finding { file: file.path.clone(), line, rule, problem });
    };
    let lines = text.lines().count();
    if lines > MAX_FILE_LINES {
        add(1, "file-lines", format!("{lines} lines; split it by concept, {MAX_FILE_LINES} are the limit"));
    }
    for function in functions(&masked.code) {
        if function.lines > MAX_FUNCTION_LINES {
            let problem = format!("{} has {} lines; {MAX_FUNCTION_LINES} are the limit", function.name, function.lines);
            add(function.line, "function-lines", problem);
        }
    }
    let first_test_line = inline_tests(&masked.code);
    for (line, code) in masked.code.lines().enumerate().map(|(index, code)| (index + 1, code)) {
        let is_test = is_test_file(&file.path) || first_test_line.is_some_and(|first| line >= first);
        for ban in BANS.iter().filter(|ban| ban.within.holds(&file.path, is_test)) {
            if let Some(call) = ban.calls.iter().find(|call| has_word(code, call)) {
                add(line, ban.rule, format!("{call}: {}", ban.reason));
            }
        }
    }
    for (line, comment) in masked.comments.lines().enumerate() {
        if let Some(word) = PROMISES.iter().find(|word| has_word(comment, word)) {
            add(line + 1, "promise", format!("{word}: do it, or say what does not work and why"));
        }
    }
    findings
}

fn is_written_rust(path: &str) -> bool {
    Path::new(path).extension() == Some(OsStr::new("rs")) && !path.contains("/src/generated/")
}

fn is_test_file(path: &str) -> bool {
    let in_test_crate = ["tests/", "bench/", "crates/test-kit/"].iter().any(|prefix| path.starts_with(prefix));
    in_test_crate
        || path.ends_with("/tests.rs")
        || ["/tests/", "/benches/", "/examples/"].iter().any(|part| path.contains(part))
}

impl Scope {
    fn holds(self, path: &str, is_test: bool) -> bool {
        let is_program = ["crates/realmwire/", "xtask/"].iter().any(|prefix| path.starts_with(prefix));
        match self {
            Self::Everywhere => true,
            Self::Libraries => !is_program && !is_test,
            Self::Services => path.starts_with("services/") && !is_test,
        }
    }
}

/// Whether `text` has `word`, and not as the end of a longer word.
fn has_word(text: &str, word: &str) -> bool {
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    text.match_indices(word).any(|(at, _)| {
        let (before, after) = (text[..at].chars().next_back(), text[at + word.len()..].chars().next());
        let continues = word.ends_with(is_part) && after.is_some_and(is_part);
        !before.is_some_and(is_part) && !continues
    })
}

/// The line on which a module of tests within the file begins; such modules are at its end.
fn inline_tests(code: &str) -> Option<usize> {
    let lines: Vec<_> = code.lines().collect();
    let at = lines.windows(2).position(|pair| pair[0].trim() == "#[cfg(test)]" && pair[1].trim_end().ends_with('{'))?;
    Some(at + 1)
}

struct Function {
    name: String,
    /// Where it begins, from 1.
    line: usize,
    lines: usize,
}

/// The functions with a body, nested ones included.
fn functions(code: &str) -> Vec<Function> {
    let mut functions = Vec::new();
    for (at, _) in code.match_indices("fn ") {
        let starts_word =
            code[..at].chars().next_back().is_none_or(|before| !(before.is_alphanumeric() || before == '_'));
        let after = code[at + 3..].trim_start();
        let name: String =
            after.chars().take_while(|character| character.is_alphanumeric() || *character == '_').collect();
        let body = body(&code[at..]);
        if let (true, false, Some(length)) = (starts_word, name.is_empty(), body) {
            let line = code[..at].matches('\n').count() + 1;
            functions.push(Function { name, line, lines: code[at..at + length].matches('\n').count() + 1 });
        }
    }
    functions
}

/// How long a function is from its `fn` to the end of its body; nothing when it has none.
fn body(code: &str) -> Option<usize> {
    let (mut parentheses, mut braces) = (0_i32, 0_i32);
    for (at, character) in code.char_indices() {
        match character {
            '(' | '[' => parentheses += 1,
            ')' | ']' => parentheses -= 1,
            ';' if parentheses == 0 && braces == 0 => return None,
            '{' => braces += 1,
            '}' => {
                braces -= 1;
                if braces == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}
