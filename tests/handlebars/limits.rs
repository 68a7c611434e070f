//! What could go on for ever, grow without end or nest too deeply: it is bounded, and said.

use super::*;

#[test]
fn inclusion_loops_and_output_are_bounded() {
    let run = |partials: &[(&str, &str)], json: serde_json::Value| {
        let files = partials.iter().map(|(name, text)| (name.to_string(), source(text, 1)));
        let partials = PartialSet::new(files);
        let environment = Environment { partials: &partials, ..Environment::new(Language::En) };
        render(&parse(&source("{{> p}}", 0)), &data(json), &environment)
    };
    let kind = |rendered: Rendered| rendered.fatal.map(|fault| fault.kind);
    assert_eq!(kind(run(&[("p", "x{{> p}}")], serde_json::json!({}))), Some(FaultKind::EndlessInclusion));
    assert_eq!(
        kind(run(&[("p", "{{> q}}"), ("q", "{{#if 1}}{{> p}}{{/if}}")], serde_json::json!({}))),
        Some(FaultKind::EndlessInclusion)
    );
    // Twice in each of forty files: 2^40 inclusions that print nothing.
    let names: Vec<String> = std::iter::once("p".to_string()).chain((1..41).map(|n| format!("p{n}"))).collect();
    let texts: Vec<String> =
        (1..42).map(|n| if n < 41 { format!("{{{{> p{n}}}}}{{{{> p{n}}}}}") } else { String::new() }).collect();
    let files: Vec<(&str, &str)> =
        names.iter().zip(&texts).map(|(name, text)| (name.as_str(), text.as_str())).collect();
    assert_eq!(kind(run(&files, serde_json::json!({}))), Some(FaultKind::Limit));
    let many: Vec<usize> = (0..400).collect();
    let loops = "{{#each l}}{{#each @root.l}}{{/each}}{{/each}}";
    assert_eq!(kind(run(&[("p", loops)], serde_json::json!({"l": many}))), Some(FaultKind::Limit));
    let long = "é".repeat(4000);
    let json = serde_json::json!({"l": (0..4000).collect::<Vec<_>>(), "t": long});
    let rendered = run(&[("p", "{{#each l}}{{@root.t}}{{/each}}")], json);
    assert!(rendered.output.len() < 9 * 1024 * 1024);
    assert_eq!(kind(rendered), Some(FaultKind::Limit));
    // A tree that includes its own partial is no endless inclusion.
    let tree = serde_json::json!({"n": "a", "c": [{"n": "b", "c": [{"n": "d", "c": []}]}, {"n": "e", "c": []}]});
    let rendered = run(&[("p", "{{n}}{{#each c}}{{> p}}{{/each}}")], tree);
    assert_eq!((rendered.output.text(), rendered.fatal), ("abde", None));
}

#[test]
fn deep_nesting_fits_a_thread_s_stack() {
    for (open, close) in [
        ("{{#each l as |x i|}}", "{{/each}}"),
        ("{{#with m as |x|}}", "{{/with}}"),
        ("{{#l}}", "{{/l}}"),
        ("{{#*inline 'p'}}{{#> p}}", "{{/p}}{{/inline}}"),
        ("{{#> q}}", "{{/q}}"),
    ] {
        let depth = if open.contains("inline") { 45 } else { 90 };
        let body = format!("{}{{{{> p}}}}{}", open.repeat(depth), close.repeat(depth));
        let partials = PartialSet::new([
            ("p".to_string(), source(&body, 1)),
            ("q".to_string(), source("  {{> @partial-block}}\n", 2)),
        ]);
        let environment = Environment { partials: &partials, ..Environment::new(Language::En) };
        let data = data(serde_json::json!({"l": [[1]], "m": {}}));
        let arguments = format!("{}{}{}", "{{> p}}{{url ", "(url ".repeat(30), ")".repeat(30) + "}}");
        let rendered = render(&parse(&source(&arguments, 0)), &data, &environment);
        assert!(rendered.fatal.is_some() || !rendered.faults.is_empty(), "{open}");
    }
}

#[test]
fn parsing_is_linear_in_hostile_texts() {
    for piece in [
        "{{",
        "{{\"",
        "{{[",
        "{{!--",
        "{{!-- }}",
        "{{{{",
        "{{a '",
        "{{a \"{{",
        "{",
        "\\{{",
        "{{(",
        "{{#if a",
        "{{a ",
        "{{a}}",
        "{{{{r}}}} ",
    ] {
        let text = piece.repeat(200_000 / piece.len());
        let start = std::time::Instant::now();
        let template = parse(&source(&text, 0));
        assert!(start.elapsed().as_secs() < 20, "{piece:?} took {:?}", start.elapsed());
        assert_eq!(template.source().len(), text.len());
    }
}
