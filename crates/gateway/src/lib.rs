//! The door for HTTP clients: JSON, server-sent events and WebSockets in, contract calls out.
