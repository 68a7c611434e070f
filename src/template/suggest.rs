//! Which name was probably meant.

use super::ast::Path;
use super::data::{Data, Node, join};
use super::environment::Environment;
use super::helpers;
use super::scope::Place;
use crate::language::fold;

/// More names than this are not compared.
const MAX_NAMES: usize = 2000;

/// The known name nearest to a path: a field of a context around, or a path from the root.
pub(super) fn variable(path: &Path, at: &Place) -> Option<String> {
    if path.data {
        let known = ["@index", "@key", "@first", "@last", "@root"];
        return fold::nearest(&path.original, known).map(str::to_string);
    }
    let steps: Vec<String> = path.segments.iter().map(|name| name.to_string()).collect();
    let plain = steps.join(".");
    if let Some(up) = found_above(path, at) {
        return Some(format!("{}{plain}", "../".repeat(up)));
    }
    let mut names = Vec::new();
    let root = at.vars.root;
    if let Some(scope) = at.scope.at(path.depth)
        && !scope.context.data.same(&root.data)
    {
        collect(&scope.context, &"../".repeat(usize::from(path.depth)), false, &mut names);
    }
    let inside = !at.scope.context.data.same(&root.data);
    let from_root = names.len();
    collect(root, "", true, &mut names);
    if inside {
        names[from_root..].iter_mut().for_each(|name| *name = format!("@root.{name}"));
    }
    // A long path is like many a word by its length alone: its last step must be like the path's own.
    let last = |path: &str| fold::fold_key(path.rsplit(['.', '/']).next().unwrap_or(path));
    let step = last(&plain);
    let like = |name: &&str| fold::nearest(&step, [last(name).as_str()]).is_some();
    fold::nearest(&plain, names.iter().map(String::as_str).filter(like)).map(str::to_string)
}

/// How many contexts further up the very same name is known.
fn found_above(path: &Path, at: &Place) -> Option<usize> {
    let mut depth = path.depth.checked_add(1)?;
    while let Some(scope) = at.scope.at(depth) {
        if let Data::Map(fields) = &scope.context.data
            && path.segments.first().is_some_and(|name| fields.contains_key(&**name))
        {
            return Some(usize::from(depth));
        }
        depth = depth.checked_add(1)?;
    }
    None
}

/// Collects the paths below a map. A field that stands for a longer path (a recipient's column by its bare name) is
/// left to that path.
fn collect(node: &Node, prefix: &str, root: bool, names: &mut Vec<String>) {
    let Data::Map(fields) = &node.data else { return };
    for (key, field) in fields.iter() {
        if names.len() >= MAX_NAMES {
            return;
        }
        let step = if is_plain(key) { key.clone() } else { format!("[{key}]") };
        let path =
            if prefix.is_empty() || prefix.ends_with('/') { format!("{prefix}{step}") } else { join(prefix, &step) };
        let alias = root && field.pointer.contains('.') && *field.pointer != *key;
        if !alias {
            names.push(path.clone());
        }
        collect(field, &path, false, names);
    }
}

fn is_plain(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '$' | ':' | '?'))
}

/// The known helper nearest to a name.
pub(super) fn helper(name: &str, env: &Environment) -> Option<String> {
    let builtin = ["if", "unless", "each", "with", "lookup", "else if"];
    let known = helpers::OWN.into_iter().chain(builtin).chain(env.helpers.iter().map(|(name, _)| name.as_str()));
    fold::nearest(name, known).map(str::to_string)
}

/// The known partial nearest to a name.
pub(super) fn partial(name: &str, env: &Environment) -> Option<String> {
    fold::nearest(name, env.partials.names()).map(str::to_string)
}
