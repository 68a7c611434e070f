//! stub
pub struct Tested;
impl Tested { pub fn text(&self, _l: crate::language::Language) -> String { String::new() } pub fn passed(&self) -> bool { true } }
pub fn run(_r: &crate::rules::RuleSet, _i: &[String]) -> Tested { Tested }
