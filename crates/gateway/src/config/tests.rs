use super::*;

#[test]
fn the_default_has_nothing_wrong_and_comes_back_from_its_text() {
    let config = GatewayConfig::default();
    assert_eq!(config.check(), []);
    let text = toml::to_string(&config).unwrap();
    assert_eq!(toml::from_str::<GatewayConfig>(&text).unwrap(), config);
    assert_eq!(toml::from_str::<GatewayConfig>("").unwrap(), config);
}

#[test]
fn unknown_keys_are_refused_at_every_level() {
    for text in [
        "liste = 1",
        "[limits]\nbody = 1",
        "[tls]\ncertificate_file='a'\nkey_file='b'\nx=1",
        "[[retired]]\nmethod='GET'\npath='/x'\nto='/y'",
    ] {
        assert!(toml::from_str::<GatewayConfig>(text).is_err(), "{text}");
    }
}

#[test]
fn everything_that_is_wrong_is_named() {
    let text = "
        listen = 'everywhere'
        [limits]
        body_bytes = 0
        json_depth = 1000
        [timeouts]
        body_ms = 0
        [cors]
        origins = ['*', 'https://a.example', 'a.example', 'https://a.example/path']
        [[retired]]
        method = 'G T'
        path = 'old'
        successor = 'new'
    ";
    let config: GatewayConfig = toml::from_str(text).unwrap();
    let keys: Vec<_> = config.check().into_iter().map(|problem| problem.key).collect();
    let expected = [
        "listen",
        "limits.body_bytes",
        "limits.json_depth",
        "timeouts.body_ms",
        "cors.origins[2]",
        "cors.origins[3]",
        "retired[0].method",
        "retired[0].path",
        "retired[0].successor",
    ];
    assert_eq!(keys, expected);
}

#[test]
fn profiles_are_by_service_or_method() {
    let config: GatewayConfig = toml::from_str("[profiles]\nauth = 'legacy'\n'auth.Login' = 'canonical'").unwrap();
    assert_eq!(config.profiles.get("auth"), Some(&Profile::Legacy));
    assert!(toml::from_str::<GatewayConfig>("[profiles]\nauth = 'old'").is_err());
}
