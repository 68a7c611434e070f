//! Projects that a test lays out on disk and loads.

// Each test uses what it needs of these.
#![allow(dead_code)]

use std::path::PathBuf;

use presend::project::{Project, Request, load};
use presend::source::{Problem, Sources};

/// A project in a folder of its own, which goes with it, and the files that were read.
pub struct Case {
    pub dir: PathBuf,
    pub sources: Sources,
}

/// A folder with these files; it is removed when the case ends.
pub fn case(name: &str, files: &[(&str, &str)]) -> Case {
    let dir = std::env::temp_dir().join(format!("presend-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(dir.join(".git")).unwrap();
    for (path, text) in files {
        let path = dir.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    Case { dir: dir.canonicalize().unwrap(), sources: Sources::new() }
}

impl Drop for Case {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

impl Case {
    pub fn request(&self) -> Request {
        Request { cwd: self.dir.clone(), ..Request::default() }
    }

    pub fn load(&self, paths: &[&str]) -> Project {
        self.with(Request { paths: paths.iter().map(PathBuf::from).collect(), ..self.request() })
    }

    pub fn with(&self, request: Request) -> Project {
        load(&self.sources, &request)
    }

    pub fn at(&self, problem: &Problem) -> String {
        let span = problem.span.unwrap();
        let start = self.sources.start(span);
        format!("{}:{}:{} {}", self.sources.file(span.file).path, start.line, start.column, self.sources.slice(span))
    }
}

/// The codes of the problems.
pub fn codes(project: &Project) -> Vec<&str> {
    project.problems.iter().map(|problem| problem.code).collect()
}

/// The paths of the mails.
pub fn paths(project: &Project) -> Vec<&str> {
    project.mails.iter().map(|mail| mail.path.as_str()).collect()
}

/// What a problem advises, in French.
pub fn help(problem: &Problem) -> &str {
    problem.help.as_ref().map_or("", |help| &help.fr)
}

/// The problems of an event's file, each as its code, place and help.
pub fn event_problems(name: &str, text: &str) -> Vec<(String, String, String)> {
    let case = case(name, &[("event.yaml", text), ("m.html", "<p>x</p>")]);
    let project =
        case.with(Request { paths: vec!["m.html".into()], event: Some("event.yaml".into()), ..case.request() });
    project.problems.iter().map(|p| (p.code.to_string(), case.at(p), help(p).to_string())).collect()
}

/// An event with what it must have.
pub const EVENT: &str = "title: Prendre en main le tableau de bord\ntimezone: Europe/Paris\nstart: 2026-11-17T14:00\n";
