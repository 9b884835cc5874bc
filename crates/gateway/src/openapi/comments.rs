//! What the schemas say about themselves.

use std::collections::HashMap;

use prost_reflect::{DescriptorPool, FileDescriptor};

/// The comments of all files of a pool, by file and place.
pub(super) struct Comments(HashMap<(String, Vec<i32>), String>);

impl Comments {
    pub(super) fn of(pool: &DescriptorPool) -> Self {
        let mut comments = HashMap::new();
        for file in pool.files() {
            let Some(info) = &file.file_descriptor_proto().source_code_info else { continue };
            for location in &info.location {
                let text = location.leading_comments.as_deref().or(location.trailing_comments.as_deref());
                if let Some(text) = text {
                    comments.insert((file.name().to_owned(), location.path.clone()), unwrap(text));
                }
            }
        }
        Self(comments)
    }

    /// The comment at a place, with its lines joined to paragraphs; empty if there is none.
    pub(super) fn at(&self, file: &FileDescriptor, path: &[i32]) -> &str {
        self.0.get(&(file.name().to_owned(), path.to_vec())).map_or("", String::as_str)
    }
}

/// Joins the lines of each paragraph.
fn unwrap(comment: &str) -> String {
    let paragraphs = comment.trim().split("\n\n");
    let joined = |paragraph: &str| paragraph.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    // An empty comment line between paragraphs holds a space.
    let split: Vec<String> = paragraphs
        .flat_map(|paragraph| paragraph.split("\n \n"))
        .map(joined)
        .filter(|paragraph| !paragraph.is_empty())
        .collect();
    split.join("\n\n")
}

/// The first sentence, without its full stop.
pub(super) fn first_sentence(comment: &str) -> &str {
    let paragraph = comment.split("\n\n").next().unwrap_or_default();
    let end = paragraph.find(". ").unwrap_or(paragraph.len());
    paragraph.get(..end).unwrap_or(paragraph).trim_end_matches('.')
}
