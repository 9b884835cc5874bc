//! The contract of the Realmwire services: messages, method specs and the descriptor set, generated from proto/.
