//! SPDX licence expressions, as far as deciding needs them.

/// Whether an expression such as `(MIT OR Apache-2.0) AND Unicode-3.0` can be met with the allowed licences.
///
/// `WITH` adds a permission to a licence, so the licence decides. Old manifests write `/` for `OR`.
pub(super) fn is_met(expression: &str, is_allowed: &impl Fn(&str) -> bool) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words = Words { words: spaced.split_whitespace().collect(), at: 0 };
    any(&mut words, is_allowed) && words.next().is_none()
}

struct Words<'a> {
    words: Vec<&'a str>,
    at: usize,
}

impl<'a> Words<'a> {
    fn next(&mut self) -> Option<&'a str> {
        let word = self.words.get(self.at).copied();
        self.at += 1;
        word
    }

    fn take(&mut self, expected: &str) -> bool {
        let found = self.words.get(self.at).is_some_and(|word| *word == expected);
        self.at += usize::from(found);
        found
    }
}

/// Alternatives. All of them are read, whatever the first ones say.
fn any(words: &mut Words, is_allowed: &impl Fn(&str) -> bool) -> bool {
    let mut met = all(words, is_allowed);
    while words.take("OR") {
        met |= all(words, is_allowed);
    }
    met
}

/// Licences that hold together. All of them are read, whatever the first ones say.
fn all(words: &mut Words, is_allowed: &impl Fn(&str) -> bool) -> bool {
    let mut met = one(words, is_allowed);
    while words.take("AND") {
        met &= one(words, is_allowed);
    }
    met
}

fn one(words: &mut Words, is_allowed: &impl Fn(&str) -> bool) -> bool {
    if words.take("(") {
        return any(words, is_allowed) & words.take(")");
    }
    let met = words.next().is_some_and(is_allowed);
    if words.take("WITH") {
        words.next();
    }
    met
}
