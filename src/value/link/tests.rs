use super::*;

fn identity(url: &str) -> Identity {
    read(url).identity.unwrap_or_else(|| panic!("{url} has no identity"))
}

#[test]
fn one_video_under_all_its_addresses() {
    let watch = read("https://www.youtube.com/watch?v=Qm3xT7yLk2c&t=300s&utm_source=mail");
    for other in [
        "https://youtu.be/Qm3xT7yLk2c?si=abc",
        "http://m.youtube.com/watch?feature=share&v=Qm3xT7yLk2c",
        "https://www.youtube.com/live/Qm3xT7yLk2c",
        "https://www.youtube-nocookie.com/embed/Qm3xT7yLk2c",
        "youtube.com/shorts/Qm3xT7yLk2c",
    ] {
        assert!(same_thing(&watch, &read(other)), "{other}");
        assert!(!same_page(&watch, &read(other)), "{other}");
    }
    assert!(!same_thing(&watch, &read("https://youtu.be/Qm3xT7yLk2d")));
    assert!(identity("https://studio.youtube.com/video/Qm3xT7yLk2c/edit").host);
    assert_eq!(identity("https://player.vimeo.com/video/955310274").thing, "955310274");
    assert_eq!(identity("https://vimeo.com/955310274/0a1b2c3d4e").thing, "955310274");
}

#[test]
fn livestorm_shapes() {
    let event = "https://app.livestorm.co/p/7f3c1c52-8a0e-4d0b-9b57-2f6f5f1f9a10";
    let session = "18f9b8b2-020f-4277-83b4-2383149df70e";
    let register = read(event);
    let join = read(&format!("{event}/live?s={session}"));
    assert_eq!(register.identity.as_ref().and_then(|id| id.role), Some("register"));
    assert_eq!(join.identity.as_ref().and_then(|id| id.role), Some("join"));
    assert!(same_thing(&register, &join));
    assert!(!same_thing(&join, &read(&format!("{event}/live?s=28f9b8b2-020f-4277-83b4-2383149df70e"))));
    let personal =
        identity(&format!("{event}/live?email=jb.nguyen%40exemple.test&key=66ca049598265dcb3c311c&s={session}"));
    assert!(personal.personal);
    assert_eq!(personal.email.as_deref(), Some("jb.nguyen@exemple.test"));
    let dashboard = read("https://app.livestorm.co/#/events/7f3c1c52");
    assert!(dashboard.identity.as_ref().is_some_and(|id| id.host));
    assert_eq!(dashboard.flaw, Some(Flaw::Editing));
}

#[test]
fn rooms_of_the_state_and_bigbluebutton() {
    let hash = "6f1c0b9ad27e4835c1f09e7b52d84a63e0715fbc";
    let host = "https://webinaire.numerique.gouv.fr";
    let invite = read(&format!("{host}/meeting/signin/invite/48213/hash/{hash}"));
    assert_eq!(
        invite.identity.as_ref().map(|id| (id.thing.as_str(), id.role, id.host)),
        Some(("48213", Some("join"), false))
    );
    assert!(same_page(&invite, &read(&format!("{host}//meeting/signin/invite/48213/hash/{hash}/"))));
    let old =
        read(&format!("{host}/meeting/signin/invite/48213/creator/7/hash/84c9902ad27e4835c1f09e7b52d84a63e0715fbc"));
    assert!(!same_thing(&invite, &old));
    assert!(identity(&format!("{host}/meeting/signin/moderateur/48213/hash/{hash}")).host);
    let id = format!("{hash}-1530718721124");
    for url in [
        format!("https://bbb.exemple.test/playback/presentation/2.3/{id}?t=1h"),
        format!("https://bbb.exemple.test/playback/presentation/2.0/playback.html?meetingId={id}"),
        format!("https://bbb.exemple.test/playback/video/{id}/video-0.m4v"),
    ] {
        let found = identity(&url);
        assert_eq!(
            (found.platform, found.role, found.recorded),
            ("bigbluebutton", Some("replay"), Some(1_530_718_721_124))
        );
    }
    assert_eq!(identity("https://bbb.exemple.test/b/ine-x4k-9qz").role, Some("join"));
}

#[test]
fn zoom_teams_gotowebinar() {
    let join = read("https://us02web.zoom.us/j/86120934477?pwd=Qm9oR0xhT1ZkYlN0c2Y3.1");
    assert!(same_thing(&join, &read("https://us02web.zoom.us/j/86120934477")));
    assert!(!same_thing(&join, &read("https://us02web.zoom.us/j/86120943477")));
    let personal = identity("https://us02web.zoom.us/w/86120934477?tk=Zk3nQ8vLr1.DQcA&pwd=x");
    assert!(personal.personal && personal.thing == "86120934477");
    assert!(identity("https://us02web.zoom.us/s/86120934477?zak=eyJ0eXAi").host);
    assert_eq!(identity("https://us02web.zoom.us/webinar/register/WN_Tq8yLx3vR0mKz5bHn2cJdA").role, Some("register"));
    assert_eq!(identity("https://us02web.zoom.us/rec/share/abc.def").role, Some("replay"));
    let thread = identity("https://teams.microsoft.com/l/meetup-join/19%3ameeting_Ab%40thread.v2/0?context=%7b%7d");
    assert_eq!((thread.thing.as_str(), thread.role), ("19:meeting_ab@thread.v2", Some("join")));
    assert_eq!(identity("https://attendee.gotowebinar.com/register/5830194477261083592").role, Some("register"));
    assert!(identity("https://global.gotowebinar.com/join/5830194477261083592/123456").personal);
}

#[test]
fn the_normal_form() {
    let page = read("https://www.exemple.test/Page/?b=2&a=1");
    for same in [
        "http://exemple.test/Page?a=1&b=2",
        "HTTPS://WWW.EXEMPLE.TEST:443/Page/?b=2&a=1#haut",
        "exemple.test/Page?b=2&utm_campaign=x&a=1&fbclid=y&mc_eid=z&pk_source=t",
        " https://exemple.test/%50age/?a=1&b=2 ",
    ] {
        assert!(same_page(&page, &read(same)), "{same}: {} / {}", page.normal, read(same).normal);
    }
    for other in
        ["https://exemple.test/page?a=1&b=2", "https://exemple.test/Page?a=1", "https://exemple.test/Page/#/x?a=1&b=2"]
    {
        assert!(!same_page(&page, &read(other)), "{other}");
    }
    assert_eq!(read("https://exemple.test/caf%c3%a9").normal, read("https://exemple.test/café").normal);
    let mail = read("mailto:Equipe@exemple.test?subject=Bonjour");
    assert_eq!((mail.scheme.as_str(), mail.normal.as_str(), mail.flaw), ("mailto", "mailto:equipe@exemple.test", None));
    assert_eq!(read("tel:+33 1 99 00 41 10").normal, "tel:+33199004110");
}

#[test]
fn flaws() {
    let flaw = |url: &str| read(url).flaw;
    for (url, expected) in [
        ("", Some(Flaw::Empty)),
        ("mailto:", Some(Flaw::Empty)),
        ("#", Some(Flaw::Hash)),
        ("#programme", None),
        ("LIEN_REPLAY", Some(Flaw::Placeholder)),
        ("xxx", Some(Flaw::Placeholder)),
        ("TBD", Some(Flaw::Placeholder)),
        ("[registration link]", Some(Flaw::Placeholder)),
        ("https://", Some(Flaw::Placeholder)),
        ("https://lien", Some(Flaw::Placeholder)),
        ("https://www.exemple.test/LIEN_REPLAY", Some(Flaw::Placeholder)),
        ("https://www.exemple.test/links", None),
        ("https://example.com/photos", Some(Flaw::Example)),
        ("https://forms.example.org/f", Some(Flaw::Example)),
        ("https://notexample.com/f", None),
        ("http://localhost:8080/w", Some(Flaw::Local)),
        ("localhost:8080/w", Some(Flaw::Local)),
        ("http://192.168.1.4/x", Some(Flaw::Local)),
        ("file:///C:/Users/moi/a.pdf", Some(Flaw::Local)),
        ("https://staging.exemple.test/f", Some(Flaw::Staging)),
        ("https://webinaire-recette.exemple.test/f", Some(Flaw::Staging)),
        ("https://test.exemple.test/f", None),
        ("https://dev.to/article", None),
        ("https://docs.google.com/presentation/d/1kQz7Vb3/edit?usp=sharing", Some(Flaw::Editing)),
        ("https://docs.google.com/presentation/d/1kQz7Vb3/view", None),
        ("htp://exemple.test", Some(Flaw::Malformed)),
        ("https:/exemple.test", Some(Flaw::Malformed)),
        ("https://https://exemple.test", Some(Flaw::Malformed)),
        ("https://exemple.test/a b", Some(Flaw::Malformed)),
        ("https://exemple.test/a", None),
        ("exemple.test:8080/a", None),
    ] {
        assert_eq!(flaw(url), expected, "{url:?}");
    }
}

#[test]
fn patterns_of_an_account() {
    let fits = |pattern: &str, url: &str| matches_pattern(pattern, &read(url));
    assert!(fits("https://www.exemple.test/**", "http://exemple.test/a/b?c=d#e"));
    assert!(fits("https://www.exemple.test/**", "https://www.exemple.test"));
    assert!(fits("https://exemple.test/f/*", "https://exemple.test/f/club-2027"));
    assert!(!fits("https://exemple.test/f/*", "https://exemple.test/f/a/b"));
    assert!(!fits("https://exemple.test/f/*", "https://exemple.test/f"));
    assert!(fits("https://exemple.test/f/club-*", "https://exemple.test/f/club-2027/"));
    assert!(!fits("https://exemple.test/guide/**", "https://exemple.test/guides/a"));
    assert!(!fits("https://exemple.test/**", "https://exemple.test.attaque.test/a"));
    assert!(fits("https://*.exemple.test/**", "https://aide.exemple.test/a"));
    assert!(fits("mailto:*@exemple.test", "mailto:a@exemple.test"));
}

#[test]
fn platforms_by_host_and_name() {
    assert_eq!(platform_of_host("us02web.zoom.us"), Some("zoom"));
    assert_eq!(platform_of_host("WWW.YouTube.com"), Some("youtube"));
    assert_eq!(platform_of_host("notzoom.us"), None);
    assert!(
        platform_names().iter().any(|(platform, names)| *platform == "teams" && names.contains(&"Microsoft Teams"))
    );
}
