mod document;
mod page;
