//! Path templates in the form of `OpenAPI`, which knows variables of one segment only.

use crate::routing::{Segment, Template};

/// A path template in the form of `OpenAPI`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct DocumentPath {
    /// Such as `/v1/things/{id}:open`.
    pub(super) path: String,
    /// The parameters in it.
    pub(super) parameters: Vec<PathParameter>,
}

/// One wildcard of a template.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PathParameter {
    pub(super) name: String,
    /// The path of the field that it fills, if it fills one.
    pub(super) field: Option<String>,
    /// Whether it can hold slashes.
    pub(super) spans_segments: bool,
}

/// Writes each wildcard of a template as a parameter. What a variable has around its wildcards becomes part of the
/// path, so that a path made from the document is one that the template matches.
pub(super) fn document_path(template: &Template) -> DocumentPath {
    let mut path = String::new();
    let mut parameters = Vec::new();
    for (index, segment) in template.segments().iter().enumerate() {
        path.push('/');
        let spans_segments = match segment {
            Segment::Literal(text) => {
                path.push_str(&percent_encoding::utf8_percent_encode(text, PATH).to_string());
                continue;
            }
            Segment::Single => false,
            Segment::Multi => true,
        };
        let variable = template.variables().iter().find(|variable| (variable.start..variable.end).contains(&index));
        let field = variable.map(|variable| variable.field.clone());
        let name = match variable {
            None => format!("wildcard{}", parameters.len() + 1),
            Some(variable) => {
                let own = template.segments().get(variable.start..variable.end).unwrap_or_default();
                let wildcards = own.iter().filter(|segment| !matches!(segment, Segment::Literal(_))).count();
                let before = own.iter().take(index - variable.start);
                let place = before.filter(|segment| !matches!(segment, Segment::Literal(_))).count() + 1;
                if wildcards == 1 { variable.field.clone() } else { format!("{}.{place}", variable.field) }
            }
        };
        path.extend(["{", &name, "}"]);
        parameters.push(PathParameter { name, field, spans_segments });
    }
    if let Some(verb) = template.verb() {
        path.extend([":", verb]);
    }
    DocumentPath { path, parameters }
}

impl DocumentPath {
    /// Takes over the parameters' names of a path that differs in nothing else: `OpenAPI` allows such a path once.
    pub(super) fn adopt_names<'a>(&mut self, documented: impl Iterator<Item = &'a String>) {
        let shape = shape(&self.path);
        let Some(same) = documented.into_iter().find(|other| self::shape(other) == shape) else { return };
        self.path.clone_from(same);
        for (parameter, name) in self.parameters.iter_mut().zip(names(same)) {
            name.clone_into(&mut parameter.name);
        }
    }
}

/// A path with its parameters' names left out.
fn shape(path: &str) -> String {
    names(path).fold(path.to_owned(), |shape, name| shape.replacen(&format!("{{{name}}}"), "{}", 1))
}

/// The names of the parameters in a path.
fn names(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
}

/// What a segment of a path cannot hold as it is.
const PATH: &percent_encoding::AsciiSet = &percent_encoding::CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'/')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}');
