// Tells of a word of a mail what `presend why` says of its place. A word is an element w- whose n is a node of the page's
// data; how nodes are read is said in chains.rs. Nothing of them becomes markup.
const why = (() => {
  const data = document.getElementById('chains');
  if (!data) return { hook() {}, open: () => false };
  const { t, nodes } = JSON.parse(data.textContent);
  const panel = document.getElementById('why');
  const [head, body] = [panel.querySelector('h2'), panel.querySelector('div')];
  const chosen = 'data-chosen';
  let asked = null;

  const make = (name, kind, ...inside) => {
    const element = document.createElement(name);
    if (kind) element.className = kind;
    element.append(...inside);
    return element;
  };
  const quoted = words => t.quotes[0] + words + t.quotes[1];
  const part = (title, ...inside) => body.append(make('h3', '', title), ...inside);
  const at = (place, words) => [
    ...place ? [make('code', '', place)] : [], ...words ? [make('q', '', words)] : []];

  const read = number => {
    const [tail, second, third] = nodes[number];
    const [passage, claims, rules, silent, way, file, line] = nodes[tail];
    const steps = way.map(step => nodes[step]);
    const words = typeof second === 'string' ? second : nodes[third];
    if (typeof second === 'string') steps.push(...third.map(step => nodes[step]));
    else steps.push([t.typed, `${nodes[file]}:${line}:${second}`, words]);
    return { words, passage: nodes[passage], claims: claims.map(n => nodes[n]), rules: rules.map(n => nodes[n]), silent, steps };
  };

  const fill = (number, rows, link) => {
    const { words, passage: [where, sentence, about, because], claims, rules, silent, steps } = read(number);
    head.textContent = quoted(words);
    body.replaceChildren();
    const within = sentence === words || !sentence ? '' : ` · ${t.in} ${quoted(sentence)}`;
    body.append(make('p', 'note', where + within));
    for (const row of rows) {
      const to = make('a', '', t.row.replace('#', row));
      to.href = '#r' + row;
      body.append(make('p', '', to));
    }
    if (link && link !== number) {
      const button = make('button', 'plain', t.link);
      button.type = 'button';
      button.addEventListener('click', () => { fill(link, rows); panel.focus(); });
      body.append(make('p', '', button));
    }
    part(t.from, make('ol', 'way', ...steps.map(([what, place, words]) =>
      make('li', '', make('span', 'note', what), ...at(place, words)))));
    part(t.about, make('p', '', nodes[about], make('span', 'note', t.colon + nodes[because])));
    part(t.claims, claims.length ? make('ul', '', ...claims.map(([kind, tone, found, stands, facts]) => {
      const line = make('p', '', make('code', '', kind), ' ', make('q', '', found), make('span', 'sign', t.colon + stands));
      const rests = facts.map(([what, place, words]) =>
        make('p', 'fact', make('span', 'note', what), ...at(place, words)));
      return make('li', tone, line, ...rests);
    })) : make('p', 'note', t.noClaim));
    const many = silent > 0 ? [make('li', 'note', t.silent[silent > 1 ? 1 : 0].replace('#', silent))] : [];
    part(t.rules, make('ul', '', ...rules.map(([id, level, said]) =>
      make('li', said ? level : '', make('code', '', id), said ? make('span', '', t.colon + said)
        : make('span', 'note', t.colon + t.nothing))), ...many));
  };

  const leave = () => {
    for (const word of asked?.ownerDocument.querySelectorAll(`[${chosen}]`) ?? []) word.removeAttribute(chosen);
  };
  const close = back => {
    panel.hidden = true;
    leave();
    if (back) asked?.focus({ preventScroll: true });
    asked = null;
  };
  // On a small screen the panel lies below: what was asked about is moved out from under it.
  const uncover = () => {
    const frame = asked.ownerDocument.defaultView.frameElement;
    const below = asked.getBoundingClientRect().bottom + (frame ? frame.getBoundingClientRect().top : 0);
    const { top, left } = panel.getBoundingClientRect();
    if (left < 40 && below > top - 24) scrollBy(0, below - top + 24);
  };

  // Whether something under a target is explained; if so, it is.
  const open = target => {
    const inside = target.closest?.('w-, [data-n], mark, a.mark');
    const word = inside?.matches('w-, [data-n]') ? inside : inside?.querySelector('w-');
    if (!word) return false;
    const link = word.closest('[data-n]')?.dataset.n;
    const number = word.getAttribute('n') ?? link;
    const mark = word.closest('mark, a.mark');
    const rows = mark?.dataset.presend?.split(' ') ?? mark?.hash?.match(/\d+/g) ?? [];
    leave();
    asked = word;
    for (const same of word.ownerDocument.querySelectorAll(`w-[n="${number}"]`)) same.setAttribute(chosen, '');
    if (!word.hasAttribute('tabindex')) word.tabIndex = -1;
    fill(Number(number), rows, link && Number(link));
    panel.hidden = false;
    panel.scrollTop = 0;
    panel.focus({ preventScroll: true });
    uncover();
    return true;
  };

  panel.querySelector('.close').addEventListener('click', () => close(true));
  panel.addEventListener('click', event => {
    const row = event.target.closest('a');
    if (!row) return;
    event.preventDefault();
    close(false);
    location.hash = row.hash;
    document.querySelector(row.hash)?.focus();
  });
  const escape = event => {
    if (event.key === 'Escape' && !panel.hidden) close(true);
  };
  document.addEventListener('keydown', escape);

  // Of the words of a mail Tab reaches one; the arrows go on from there.
  const hook = root => {
    const words = [...root.querySelectorAll('w-')].filter(word => word.getClientRects().length);
    if (!words.length) return;
    const free = word => !word.closest('mark, a.mark');
    let stop = null;
    const reach = word => {
      if (!free(word)) return word.tabIndex = -1;
      for (const name of ['tabindex', 'role', 'aria-label']) stop?.removeAttribute(name);
      stop = word;
      stop.tabIndex = 0;
      stop.setAttribute('role', 'button');
      stop.setAttribute('aria-label', quoted(word.textContent) + t.colon + t.explain);
    };
    const first = words.find(free);
    if (first) reach(first);
    root.addEventListener('click', event => {
      const word = event.target.closest?.('w-');
      if (word) reach(word);
    });
    root.addEventListener('keydown', event => {
      const at = words.indexOf(event.target.closest?.('w-') ?? event.target.querySelector?.('w-'));
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === 'Enter' || event.key === ' ') {
        if (open(event.target)) event.preventDefault();
      } else if (step && words[at + step]) {
        event.preventDefault();
        reach(words[at + step]);
        words[at + step].focus();
      }
    });
    if (root.nodeType === Node.DOCUMENT_NODE) {
      root.addEventListener('keydown', escape);
      root.documentElement.dataset.why = '';
    }
  };
  for (const note of document.querySelectorAll('.explained')) note.hidden = false;
  for (const text of document.querySelectorAll('.lines, .sheet pre')) {
    hook(text);
    text.dataset.why = '';
    text.addEventListener('click', event => {
      if (open(event.target)) event.preventDefault();
    });
  }
  return { hook, open };
})();
