//! Renders the first template of a project for each of its recipients with the bare `handlebars` crate, which keeps no
//! origins and checks nothing: what `bench/run.py` holds presend against.
//!
//! `cargo run --release --example render-bare -- PROJECT [DATA.json]`; with a second path nothing is rendered, and the
//! template and its event are written there, for another engine to do the same.

use std::error::Error;
use std::io::Write;
use std::path::Path;

use handlebars::Handlebars;
use serde_json::{Map, Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args_os().skip(1);
    let project = args.next().ok_or("usage: render-bare PROJECT [DATA.json]")?;
    let project = Path::new(&project);
    let (template, event) = first_mail(project)?;
    if let Some(data) = args.next() {
        std::fs::write(data, json!({"template": template, "event": event}).to_string())?;
        return Ok(());
    }
    let mut engine = Handlebars::new();
    engine.register_template_string("mail", &template)?;
    let mut table = csv::Reader::from_path(project.join("recipients.csv"))?;
    let names = table.headers()?.clone();
    let mut data = json!({"event": event});
    let (mut rows, mut bytes) = (0_usize, 0_usize);
    let mut row = csv::StringRecord::new();
    while table.read_record(&mut row)? {
        let fields = names.iter().zip(&row).map(|(name, value)| (name.to_string(), Value::from(value)));
        data["recipient"] = Value::Object(fields.collect::<Map<String, Value>>());
        bytes += engine.render("mail", &data)?.len();
        rows += 1;
    }
    writeln!(std::io::stdout(), "{rows} mails, {bytes} bytes")?;
    Ok(())
}

/// The first template without its front matter, and the event that this names.
fn first_mail(project: &Path) -> Result<(String, Value), Box<dyn Error>> {
    let mut paths = std::fs::read_dir(project.join("templates"))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    let text = std::fs::read_to_string(paths.first().ok_or("no template")?)?;
    let (front, body) =
        text.strip_prefix("---\n").and_then(|text| text.split_once("\n---\n")).ok_or("no front matter")?;
    let id = front.lines().find_map(|line| line.strip_prefix("event: ")).ok_or("no event")?;
    let event = std::fs::read_to_string(project.join("events").join(format!("{id}.yaml")))?;
    Ok((body.to_string(), serde_yaml::from_str(&event)?))
}
