//! A trie of path segments: literal before `*` before `**`, with backtracking.

use std::borrow::Cow;
use std::collections::HashMap;

use http::Method;

use super::percent::{self, DecodeError};
use super::template::{Segment, Template, Variable};

/// Finds the route of a method and a path.
///
/// The time of a lookup depends on the length of the path, not on the number of routes.
#[derive(Debug)]
pub struct Router<T> {
    nodes: Vec<Node>,
    entries: Vec<Entry<T>>,
    /// Verbs that occur in any template; the text after a path's last `:` is a verb only if it is one of these.
    verbs: HashMap<Box<str>, u32>,
    methods: Vec<Method>,
}

#[derive(Debug)]
struct Entry<T> {
    template: Template,
    route: T,
}

#[derive(Debug, Default)]
struct Node {
    literals: HashMap<Box<str>, u32>,
    single: Option<u32>,
    multi: Option<u32>,
    leaves: Vec<Leaf>,
}

#[derive(Clone, Copy, Debug)]
struct Leaf {
    method: usize,
    verb: u32,
    entry: u32,
}

const ROOT: u32 = 0;
const NO_VERB: u32 = 0;

/// A route that was found.
#[derive(Debug)]
pub struct Match<'r, 'p, T> {
    /// What was inserted with the template.
    pub route: &'r T,
    /// The template that matched.
    pub template: &'r Template,
    /// The path without the verb.
    path: &'p str,
}

impl<'r, 'p, T> Match<'r, 'p, T> {
    /// Each variable of the template with its decoded value.
    pub fn captures(&self) -> impl Iterator<Item = (&'r Variable, Result<Cow<'p, str>, DecodeError>)> {
        let (template, path) = (self.template, self.path);
        template.variables().iter().map(move |variable| {
            let raw = template.capture(variable, path);
            let decode = if variable.spans_segments { percent::decode_segments } else { percent::decode_segment };
            (variable, decode(raw))
        })
    }
}

/// Two routes that match the same paths.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{method} {second} matches the same paths as {method} {first}")]
pub struct Ambiguous {
    /// The method of both.
    pub method: Method,
    /// The template that was there first.
    pub first: String,
    /// The template that was refused.
    pub second: String,
}

impl<T> Default for Router<T> {
    fn default() -> Self {
        Self { nodes: vec![Node::default()], entries: Vec::new(), verbs: HashMap::new(), methods: Vec::new() }
    }
}

impl<T> Router<T> {
    /// Adds a route.
    ///
    /// # Errors
    /// [`Ambiguous`] when a route with the same method matches the same paths.
    pub fn insert(&mut self, method: &Method, template: Template, route: T) -> Result<(), Ambiguous> {
        let mut node = ROOT;
        for segment in template.segments() {
            node = self.child(node, segment);
        }
        let method_index = self.method_index(method);
        let verb = self.verb_index(template.verb());
        let entry = index(self.entries.len());
        let Some(node) = self.nodes.get_mut(node as usize) else { return Ok(()) };
        if let Some(leaf) = node.leaves.iter().find(|leaf| leaf.method == method_index && leaf.verb == verb) {
            let first = self.entries.get(leaf.entry as usize).map(|entry| entry.template.to_string());
            return Err(Ambiguous {
                method: method.clone(),
                first: first.unwrap_or_default(),
                second: template.to_string(),
            });
        }
        node.leaves.push(Leaf { method: method_index, verb, entry });
        self.entries.push(Entry { template, route });
        Ok(())
    }

    /// The most specific route of `path` that answers `method`.
    pub fn find<'r, 'p>(&'r self, method: &Method, path: &'p str) -> Option<Match<'r, 'p, T>> {
        let method = self.methods.iter().position(|known| known == method)?;
        self.find_index(method, path)
    }

    /// The methods that some route of `path` answers.
    pub fn allowed(&self, path: &str) -> Vec<Method> {
        let answered = |(index, _): &(usize, &Method)| self.find_index(*index, path).is_some();
        self.methods.iter().enumerate().filter(answered).map(|(_, method)| method.clone()).collect()
    }

    /// Every route in the order of insertion.
    pub fn routes(&self) -> impl Iterator<Item = (&Template, &T)> {
        self.entries.iter().map(|entry| (&entry.template, &entry.route))
    }

    fn find_index<'r, 'p>(&'r self, method: usize, path: &'p str) -> Option<Match<'r, 'p, T>> {
        if let Some((before, verb)) = self.split_verb(path) {
            let found = self.search(before, Wanted { method: Some(method), verb });
            // A path that names an operation is no resource to other methods.
            if found.is_some() || self.search(before, Wanted { method: None, verb }).is_some() {
                return found;
            }
        }
        self.search(path, Wanted { method: Some(method), verb: NO_VERB })
    }

    fn search<'r, 'p>(&'r self, path: &'p str, wanted: Wanted) -> Option<Match<'r, 'p, T>> {
        let rest = path.strip_prefix('/')?;
        let entry = self.walk(ROOT, Some(rest), wanted)?;
        let entry = self.entries.get(entry as usize)?;
        Some(Match { route: &entry.route, template: &entry.template, path })
    }

    /// Matches `rest`, the segments that are left (`None`: no more), under `node`.
    ///
    /// The depth of the recursion is bounded by the longest template. A template holds one `**` at most, so a node is
    /// visited once for each segment of the path at most.
    fn walk(&self, node: u32, rest: Option<&str>, wanted: Wanted) -> Option<u32> {
        let node = self.nodes.get(node as usize)?;
        let Some(rest) = rest else {
            let here = node.leaves.iter().find(|leaf| wanted.is(**leaf));
            return here.map(|leaf| leaf.entry).or_else(|| self.walk(node.multi?, None, wanted));
        };
        let (segment, after) = split_segment(rest);
        if !node.literals.is_empty()
            && let Ok(decoded) = percent::decode_segment(segment)
            && let Some(&child) = node.literals.get(&*decoded)
            && let Some(found) = self.walk(child, after, wanted)
        {
            return Some(found);
        }
        if let Some(child) = node.single
            && !segment.is_empty()
            && let Some(found) = self.walk(child, after, wanted)
        {
            return Some(found);
        }
        self.walk_multi(node.multi?, rest, wanted)
    }

    /// Lets `**` match no segment, then one, and so on.
    fn walk_multi(&self, child: u32, rest: &str, wanted: Wanted) -> Option<u32> {
        let mut left = Some(rest);
        let has_more = self.nodes.get(child as usize).is_some_and(Node::has_children);
        while let Some(rest) = left.filter(|_| has_more) {
            if let Some(found) = self.walk(child, Some(rest), wanted) {
                return Some(found);
            }
            left = split_segment(rest).1;
        }
        self.walk(child, None, wanted)
    }

    fn split_verb<'p>(&self, path: &'p str) -> Option<(&'p str, u32)> {
        if self.verbs.is_empty() {
            return None;
        }
        let (before, verb) = path.rsplit_once(':')?;
        if verb.contains('/') {
            return None;
        }
        let verb = percent::decode_segment(verb).ok()?;
        self.verbs.get(&*verb).map(|&verb| (before, verb))
    }

    fn child(&mut self, parent: u32, segment: &Segment) -> u32 {
        let new = index(self.nodes.len());
        let Some(node) = self.nodes.get_mut(parent as usize) else { return ROOT };
        let child = match segment {
            Segment::Literal(text) => *node.literals.entry(text.as_str().into()).or_insert(new),
            Segment::Single => *node.single.get_or_insert(new),
            Segment::Multi => *node.multi.get_or_insert(new),
        };
        if child == new {
            self.nodes.push(Node::default());
        }
        child
    }

    fn method_index(&mut self, method: &Method) -> usize {
        self.methods.iter().position(|known| known == method).unwrap_or_else(|| {
            self.methods.push(method.clone());
            self.methods.len() - 1
        })
    }

    fn verb_index(&mut self, verb: Option<&str>) -> u32 {
        let next = index(self.verbs.len() + 1);
        verb.map_or(NO_VERB, |verb| *self.verbs.entry(verb.into()).or_insert(next))
    }
}

impl Node {
    fn has_children(&self) -> bool {
        !self.literals.is_empty() || self.single.is_some() || self.multi.is_some()
    }
}

#[derive(Clone, Copy)]
struct Wanted {
    /// Any method will do, if none is named.
    method: Option<usize>,
    verb: u32,
}

impl Wanted {
    fn is(self, leaf: Leaf) -> bool {
        self.method.is_none_or(|method| leaf.method == method) && leaf.verb == self.verb
    }
}

fn split_segment(rest: &str) -> (&str, Option<&str>) {
    match rest.split_once('/') {
        Some((segment, after)) => (segment, Some(after)),
        None => (rest, None),
    }
}

/// An index into a table of the router; four thousand million routes do not fit in memory.
fn index(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
