//! stub
use crate::{claims::{Claim, Kind, Standing}, finding::{Finding, Level}, language::{Language, Message}, source::{Problem, Sources}};
#[derive(Debug, Default, Clone)]
pub struct Situation { pub audience: Option<&'static str>, pub moment: Option<&'static str>, pub purpose: Option<&'static str>, pub kind: Option<&'static str>, pub language: Option<&'static str>, pub platform: Option<String>, pub status: Option<&'static str> }
#[derive(Debug, Default)]
pub struct RuleSet;
pub struct Hit { pub finding: Finding, pub rank: i32, pub kind: Option<Kind> }
impl RuleSet {
  pub fn load(_s: &Sources, _f: &[(String, std::path::PathBuf)], _p: &[String], _l: &[(String, String)], _o: &[String]) -> (RuleSet, Vec<Problem>) { (RuleSet, Vec::new()) }
  pub fn len(&self) -> usize { 0 }
  pub fn ids(&self) -> Vec<&str> { Vec::new() }
  pub fn report(&self, _s: &Situation, c: &[Claim]) -> Vec<(usize, usize)> { c.iter().enumerate().filter(|(_, c)| c.standing != Standing::Backed && !(c.kind == Kind::Date && c.aspect == "unknown")).map(|(n, c)| (rank(c.kind) as usize, n)).collect() }
  pub fn rank(&self, r: usize) -> i32 { r as i32 }
  pub fn finding(&self, _r: usize, c: &Claim, m: Option<&str>) -> Finding {
    let text = format!("{:?}.{} {} [{}] expected {:?}", c.kind, c.aspect, c.standing.word(), c.found, c.expected);
    Finding { rule: format!("{:?}-{}", c.kind, c.aspect).to_lowercase(), level: Level::Error, message: Message::new(text.clone(), text), why: None, help: None, mail: m.map(str::to_string), mails: vec![], part: c.part.word(), span: c.span, found: c.found.clone(), expected: c.expected.clone(), related: c.related.clone(), places: vec![], diff: None, recipients: None, fix: None }
  }
  pub fn look(&self, _m: &crate::message::Message, _s: &Situation) -> Vec<Hit> { Vec::new() }
}
fn rank(k: Kind) -> i32 { match k { Kind::Secret => 10, Kind::Tag | Kind::Html | Kind::Variable => 20, Kind::Link | Kind::Title | Kind::Venue | Kind::Contact => 30, Kind::Date | Kind::Time => 40, _ => 50 } }
pub fn schema() -> String { String::new() }
pub fn list(_r: &RuleSet, _l: Language, _j: bool) -> String { String::new() }
pub fn show(_r: &RuleSet, _i: &str, _l: Language) -> Option<String> { None }
