//! Query parameters: fields of the request that neither the path nor the body fills.

use super::{Body, RequestTranscoder, put_enclosed};
use crate::routing::decode_query;
use crate::transcode::read::Violation;
use crate::transcode::schema::{Field, Message, Shape};

/// What was found in a query.
#[derive(Default)]
pub(super) struct Query {
    /// Parameters that no field is named like.
    pub(super) ignored: usize,
    /// The numbers of the request's fields that a parameter names.
    pub(super) named: Vec<u32>,
}

impl RequestTranscoder {
    pub(super) fn put_query(
        &self,
        message: &Message,
        query: &str,
        out: &mut Vec<u8>,
        violations: &mut Vec<Violation>,
    ) -> Query {
        let mut found = Query::default();
        let mut given: Vec<Vec<u32>> = Vec::new();
        for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            let (name, value) = match (decode_query(name), decode_query(value)) {
                (Ok(name), Ok(value)) => (name, value),
                (Err(error), _) | (_, Err(error)) => {
                    violations.push(Violation { field: name.to_owned(), description: error.to_string() });
                    continue;
                }
            };
            let Some(fields) = self.parameter_fields(message, &name) else {
                found.ignored += 1;
                continue;
            };
            let path: Vec<u32> = fields.iter().map(|field| field.number).collect();
            if let Err(description) = self.put_parameter(&fields, &path, &value, &mut given, out) {
                violations.push(Violation { field: name.into_owned(), description });
            }
            found.named.extend(path.first());
        }
        found
    }

    /// The fields that a parameter's name leads through; `None` when there is no such field, or the body has it all.
    fn parameter_fields<'s>(&'s self, message: &'s Message, name: &str) -> Option<Vec<&'s Field>> {
        if matches!(self.body, Body::Whole) {
            return None;
        }
        super::resolve(&self.schema, message, name).ok()
    }

    fn put_parameter(
        &self,
        fields: &[&Field],
        path: &Vec<u32>,
        value: &str,
        given: &mut Vec<Vec<u32>>,
        out: &mut Vec<u8>,
    ) -> Result<(), String> {
        let Some((leaf, _)) = fields.split_last() else { return Ok(()) };
        if let (Body::Field(number), Some(first)) = (&self.body, path.first())
            && number == first
        {
            return Err("taken from the body".to_owned());
        }
        if self.variables.contains(path) {
            return Err("taken from the path already".to_owned());
        }
        if leaf.shape == Shape::Map {
            return Err("a map cannot be given as text".to_owned());
        }
        if leaf.shape == Shape::Single && given.contains(path) {
            return Err("given twice".to_owned());
        }
        let mut content = Vec::new();
        self.put_leaf(leaf, value, &mut content)?;
        put_enclosed(path, &content, out);
        given.push(path.clone());
        Ok(())
    }
}
