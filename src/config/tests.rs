use super::*;

fn read(pairs: &[(&str, &str)]) -> Result<Config, Unsettled> {
    let names: Vec<String> = pairs.iter().map(|(name, _)| (*name).to_owned()).collect();
    Config::read(|n| pairs.iter().find(|(k, _)| *k == n).map(|(_, v)| (*v).to_owned()), &names, "./data")
}

#[test]
fn nothing_set_is_a_house_on_loopback() {
    let config = read(&[]).unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.database, Address::Sqlite("./data/perfolio.db".into()));
    assert_eq!(config.link("/inbox"), "http://127.0.0.1:8080/inbox");
    assert!(!config.secure());
}

#[test]
fn all_faults_are_told_together() {
    let faults = read(&[
        ("PERFOLIO_LISTEN", "8080"),
        ("PERFOLIO_DATABASE_URL", "mysql://x"),
        ("PERFOLIO_PUBLIC_URL", "http://perfolio.trust.example"),
        ("PERFOLIO_SMTP_URL", "mail.trust.example"),
        ("PERFOLIO_UPLOAD_MB", "900"),
        ("PERFOLIO_DATABASE_URI", "x"),
    ])
    .unwrap_err();
    assert_eq!(faults.0.len(), 6, "{faults}");
    assert!(faults.to_string().contains("did you mean PERFOLIO_DATABASE_URL?"), "{faults}");
}

#[test]
fn nothing_leaves_the_machine_in_the_open() {
    for (name, open) in [
        ("PERFOLIO_LISTEN", "10.0.0.5:8080"),
        ("PERFOLIO_PUBLIC_URL", "http://0.0.0.0:8080"),
        ("PERFOLIO_PUBLIC_URL", "http://10.0.0.5:8080"),
        ("PERFOLIO_SMTP_URL", "smtp://mail.trust.example:587"),
        ("PERFOLIO_SMTP_URL", "smtp://mail.trust.example:587?tls=opportunistic"),
    ] {
        assert!(read(&[(name, open)]).is_err(), "{open}");
    }
    for (name, kept) in [
        ("PERFOLIO_PUBLIC_URL", "http://localhost:8080"),
        ("PERFOLIO_PUBLIC_URL", "http://[::1]:8080"),
        ("PERFOLIO_PUBLIC_URL", "https://perfolio.trust.example"),
        ("PERFOLIO_SMTP_URL", "smtp://127.0.0.1:2525"),
        ("PERFOLIO_SMTP_URL", "smtps://mail.trust.example"),
        ("PERFOLIO_SMTP_URL", "smtp://mail.trust.example:587?tls=required"),
    ] {
        assert!(read(&[(name, kept)]).is_ok(), "{kept}");
    }
    let unsaid = read(&[("PERFOLIO_LISTEN", "0.0.0.0:8080")]).unwrap();
    assert_eq!(unsaid.public_url.as_str(), "http://localhost:8080/");
    let proxied =
        [("PERFOLIO_LISTEN", "0.0.0.0:8080"), ("PERFOLIO_PUBLIC_URL", "https://perfolio.trust.example")];
    assert!(read(&proxied).unwrap().secure());
}

#[test]
fn secrets_are_masked() {
    let config = read(&[
        ("PERFOLIO_SMTP_URL", "smtp://ann:hush@mail.example:587?tls=required"),
        ("PERFOLIO_DATABASE_URL", "postgres://p:hush@localhost/d"),
        ("PERFOLIO_SECRET_KEY", &"0aff".repeat(16)),
    ])
    .unwrap();
    let said = format!("{config:?}{}", config.shown());
    assert!(!said.contains("hush") && !said.contains("0aff"), "{said}");
    assert!(said.contains("PERFOLIO_SECRET_KEY=set, not shown"), "{said}");
    assert_eq!(config.secret_key.unwrap().bytes()[..4], [10, 255, 10, 255]);
    let refused = read(&[("PERFOLIO_SECRET_KEY", "hush")]).unwrap_err().to_string();
    assert!(refused.contains("64 hex digits") && !refused.contains("hush"), "{refused}");
}

#[test]
fn every_setting_is_shown() {
    let get = |name: &str| (name == "PERFOLIO_DEMO_DAY").then(|| "2026-11-21".to_owned());
    let shown = Config::read(get, &[], "./data").unwrap().shown();
    for (name, ..) in SETTINGS {
        assert!(shown.contains(&format!("{name}=")), "{name} is not in {shown}");
    }
    assert!(shown.contains("PERFOLIO_DEMO_DAY=2026-11-21"), "{shown}");
}

#[test]
fn a_distant_database_is_refused_at_start() {
    let refused =
        read(&[("PERFOLIO_DATABASE_URL", "postgres://p:hush@db.trust.example/perfolio")]).unwrap_err();
    assert!(refused.0[0].starts_with("PERFOLIO_DATABASE_URL names a server on another machine"), "{refused}");
    assert!(!refused.to_string().contains("hush"), "{refused}");
    assert!(read(&[("PERFOLIO_DATABASE_URL", "postgres://p@127.0.0.1/perfolio")]).is_ok());
}

#[test]
fn a_secret_may_lie_in_a_file_of_the_service_manager() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let (key, smtp) =
        (file("key", &format!("{}\n", "0aff".repeat(16))), file("smtp", "smtps://a:hush@m.example\n"));
    let database = file("database", "postgres://p:hush@localhost/d\n");
    let config = read(&[
        ("PERFOLIO_SECRET_KEY_FILE", &key),
        ("PERFOLIO_SMTP_URL_FILE", &smtp),
        ("PERFOLIO_DATABASE_URL_FILE", &database),
    ])
    .unwrap();
    assert_eq!(config.secret_key.as_ref().unwrap().bytes()[..2], [10, 255]);
    assert_eq!(config.smtp.as_ref().unwrap().url(), "smtps://a:hush@m.example");
    assert_eq!(config.database, Address::Postgres("postgres://p:hush@localhost/d".to_owned()));
    assert!(!config.shown().contains("hush"));

    let (short, empty) = (file("short", "hush"), file("empty", " \n"));
    let refused = |pairs: &[(&str, &str)]| read(pairs).unwrap_err().to_string();
    let both = refused(&[("PERFOLIO_SECRET_KEY_FILE", &key), ("PERFOLIO_SECRET_KEY", &"0aff".repeat(16))]);
    assert!(both.contains("keep one of them"), "{both}");
    assert!(refused(&[("PERFOLIO_SECRET_KEY_FILE", "/nowhere/key")]).contains("cannot be read"));
    assert!(refused(&[("PERFOLIO_SECRET_KEY_FILE", &empty)]).contains("is empty"));
    let odd = refused(&[("PERFOLIO_SECRET_KEY_FILE", &short)]);
    assert!(odd.contains("64 hex digits") && !odd.contains("hush"), "{odd}");
    assert!(refused(&[("PERFOLIO_DATA_FILE", &key)]).contains("is not a setting"));
}

#[test]
fn the_log_is_text_unless_lines_of_json_are_asked_for() {
    let log = |text: &str| {
        let log = read(&[("PERFOLIO_LOG", text)]).unwrap().log;
        (log.json, log.filter)
    };
    assert_eq!(log(""), (false, "info".to_owned()));
    assert_eq!(log("warn"), (false, "warn".to_owned()));
    assert_eq!(log("json"), (true, "info".to_owned()));
    assert_eq!(log("json,warn,perfolio=debug"), (true, "warn,perfolio=debug".to_owned()));
    assert_eq!(log("jsonist=debug"), (false, "jsonist=debug".to_owned()));
}
