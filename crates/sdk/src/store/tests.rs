mod commit;
mod document;
mod page;
mod watch;
