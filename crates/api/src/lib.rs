//! Service traits, servers and typed clients of the Realmwire services, generated from proto/.
