// Opens pages in headless Chromium and uses them as a reader would: node browser.mjs MODULES PAGES.json
//
// PAGES.json holds [{file, title, marks, rows}]: how many rows the table must have at least, and how many marks. Each
// fault is printed on a line of its own, and makes the exit code 1.
import { createRequire } from 'node:module';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { pathToFileURL } from 'node:url';

const [modules, list] = process.argv.slice(2);
const require = createRequire(join(modules, 'any.js'));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const pages = JSON.parse(readFileSync(list, 'utf8'));
let faults = 0;
const fault = (page, words) => {
  faults += 1;
  console.log(`${page.name}: ${words}`);
};

// A browser of its own for each way of looking, with nothing of its user's.
const browse = async (options, look) => {
  const profile = mkdtempSync(join(tmpdir(), 'presend-chromium-'));
  const browser = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.PRESEND_TESTS_CHROMIUM || '/usr/bin/chromium',
    headless: true,
    viewport: { width: 1280, height: 900 },
    ...options,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
  browser.setDefaultTimeout(10000);
  try {
    await look(browser);
  } finally {
    await browser.close();
    rmSync(profile, { recursive: true, force: true });
  }
};

// Opens a page, and watches all that it must not do.
const open = async (browser, page) => {
  const tab = await browser.newPage();
  const own = pathToFileURL(page.file).href;
  tab.on('request', request => {
    const url = request.url().split('#')[0];
    if (url !== own && !/^(data|about):/.test(url)) fault(page, `asks for ${request.url().slice(0, 120)}`);
  });
  tab.on('console', message => fault(page, `console: ${message.text()}`));
  tab.on('pageerror', error => fault(page, `script: ${error.message}`));
  tab.on('popup', () => fault(page, 'opens a window'));
  tab.on('dialog', dialog => { fault(page, 'opens a dialog'); return dialog.dismiss(); });
  await tab.goto(own);
  await tab.waitForLoadState('load');
  return tab;
};

const focused = tab => tab.evaluate(() => document.activeElement?.id ?? '');
const focusedMark = tab => tab.evaluate(() => {
  const frame = document.activeElement;
  return frame?.contentDocument?.activeElement?.dataset?.presend ?? '';
});

// What lies in the frames is asked for and reached from the page around them, as its own script does: a frame runs
// nothing, not even what a driver would run in it.
const found = (tab, selector) => tab.evaluate(selector => [...document.querySelectorAll('iframe')].flatMap((frame, f) =>
  [...frame.contentDocument.querySelectorAll(selector)].map((element, n) => ({
    f, n, rows: element.dataset.presend ?? '', shown: element.getClientRects().length > 0,
  }))), selector);
const reach = (tab, selector, { f, n }, focus) => tab.evaluate(([selector, f, n, focus]) => {
  const frame = document.querySelectorAll('iframe')[f];
  const element = frame.contentDocument.querySelectorAll(selector)[n];
  element.scrollIntoView({ block: 'center' });
  if (focus) element.focus();
  const [around, inside] = [frame.getBoundingClientRect(), element.getClientRects()[0]];
  return { x: around.left + inside.left + inside.width / 2, y: around.top + inside.top + inside.height / 2 };
}, [selector, f, n, focus]);

// From a mark, whose words are told first, to its row. An image has no words: its number leads to the row at once.
const reachesRow = async (page, tab, row, how) => {
  if (await tab.locator('#why').isVisible()) {
    await tab.locator(`#why a[href="#${row}"]`).click();
    if (await tab.locator('#why').isVisible()) fault(page, `${how}: what is told of ${row} stays before it`);
  }
  if (await focused(tab) !== row) fault(page, `${how} on the mark of ${row} leads to "${await focused(tab)}"`);
};

// From each mark to its row and back, by click and by key.
const jumps = async (page, tab) => {
  let marks = 0;
  const selector = '[data-presend][tabindex]';
  for (const mark of (await found(tab, selector)).filter(mark => mark.shown)) {
    marks += 1;
    const row = 'r' + mark.rows.split(' ')[0];
    const at = await reach(tab, selector, mark, false);
    await tab.mouse.click(at.x, at.y);
    await reachesRow(page, tab, row, 'a click');
    await tab.evaluate(() => document.activeElement.blur());
    await reach(tab, selector, mark, true);
    await tab.keyboard.press('Enter');
    await reachesRow(page, tab, row, 'Enter');
    if (!await tab.locator('#' + row).isVisible()) fault(page, `${row} is not to be seen`);
  }
  for (const link of await tab.$$('a.mark[id]')) {
    marks += 1;
    const row = (await link.getAttribute('href')).slice(1);
    await link.click();
    await reachesRow(page, tab, row, 'a click');
    if (new URL(tab.url()).hash !== '#' + row) fault(page, `the mark of ${row} leads to ${new URL(tab.url()).hash}`);
  }
  for (const link of await tab.$$('a.go')) {
    const number = await link.getAttribute('data-go');
    for (const way of ['click', 'key']) {
      await link.focus();
      await (way === 'click' ? link.click() : tab.keyboard.press('Enter'));
      const there = number ? (await focusedMark(tab)).split(' ').includes(number)
        : new URL(tab.url()).hash === await link.getAttribute('href');
      if (!there) fault(page, `by ${way}, the row leads to no mark: ${number ?? await link.getAttribute('href')}`);
    }
  }
  if (marks < page.marks) fault(page, `${marks} marks instead of ${page.marks} at least`);
};

// Words of a mail are told of: by click, and by keys alone from the one that Tab reaches.
const tells = async (page, tab) => {
  const panel = tab.locator('#why');
  const title = () => panel.locator('h2').textContent();
  const chosen = () => tab.evaluate(() => [document, ...[...document.querySelectorAll('iframe')].map(frame =>
    frame.contentDocument)].flatMap(page => [...page.querySelectorAll('w-[data-chosen]')]).map(word => word.textContent));
  const words = (await found(tab, 'w-')).filter(word => word.shown);
  for (const word of words.filter((_, n) => n % Math.ceil(words.length / 8) === 0)) {
    const at = await reach(tab, 'w-', word, false);
    await tab.mouse.click(at.x, at.y);
    if (!await panel.isVisible()) { fault(page, `a click on word ${word.n} tells nothing`); continue; }
    if (await focused(tab) !== 'why') fault(page, 'what is told is not reached');
    if (!(await chosen()).length) fault(page, `word ${word.n} is not marked while it is told of`);
    if ((await panel.locator('li').count()) < 1) fault(page, `nothing is told of word ${word.n}`);
    await tab.keyboard.press('Escape');
    if (await panel.isVisible() || (await chosen()).length) fault(page, 'Escape does not close what is told');
    const back = await tab.evaluate(f => document.querySelectorAll('iframe')[f].contentDocument.activeElement?.localName, word.f);
    if (back !== 'w-') fault(page, `after Escape, the focus is on ${back}`);
  }
  const stops = await found(tab, 'w-[tabindex="0"]');
  const frames = new Set(words.map(word => word.f));
  if (stops.length !== frames.size) fault(page, `Tab reaches ${stops.length} words in ${frames.size} mails`);
  for (const stop of stops) {
    await reach(tab, 'w-[tabindex="0"]', stop, true);
    const [label, role, first] = await tab.evaluate(f => {
      const stop = document.querySelectorAll('iframe')[f].contentDocument.activeElement;
      return [stop.getAttribute('aria-label'), stop.getAttribute('role'), stop.textContent];
    }, stop.f);
    if (role !== 'button' || !label.includes(first)) fault(page, `a screen reader hears ${role} "${label}"`);
    await tab.keyboard.press('Enter');
    const told = await title();
    await tab.keyboard.press('Escape');
    await tab.keyboard.press('ArrowRight');
    await tab.keyboard.press('Enter');
    const last = await tab.evaluate(([f, label]) => [...document.querySelectorAll('iframe')[f].contentDocument
      .querySelectorAll('w-')].filter(word => word.getClientRects().length).at(-1).textContent === label, [stop.f, first]);
    if (!last && (await title()) === told) fault(page, `the next word is told as ${told} again`);
    await tab.keyboard.press('Escape');
  }
};

// What is asked about and what is told of it are both seen on a small screen.
const small = async (page, tab) => {
  const words = (await found(tab, 'w-')).filter(word => word.shown);
  if (!words.length) return;
  const at = await reach(tab, 'w-', words[words.length - 1], false);
  await tab.mouse.click(at.x, at.y);
  const [top, bottom, wide, high, word] = await tab.evaluate(f => {
    const panel = document.getElementById('why').getBoundingClientRect();
    const frame = document.querySelectorAll('iframe')[f];
    const word = frame.contentDocument.querySelector('[data-chosen]').getBoundingClientRect();
    return [panel.top, panel.bottom, panel.right, innerHeight, frame.getBoundingClientRect().top + word.bottom];
  }, words[words.length - 1].f);
  if (bottom > high + 1 || wide > 400 || top < 0) fault(page, `what is told ends at ${wide} × ${bottom} px of 400 × ${high}`);
  if (word > top + 1) fault(page, `the word at ${word} px is covered from ${top} px on`);
};

const quiet = async (page, tab) => {
  const selector = 'a, button, input, area';
  for (const link of (await found(tab, selector)).filter(link => link.shown).slice(0, 20)) {
    const at = await reach(tab, selector, link, false);
    await tab.mouse.click(at.x, at.y);
    await tab.keyboard.press('Escape');
  }
  for (const frame of tab.frames().slice(1)) {
    if (frame.url() !== 'about:srcdoc') fault(page, `a frame went to ${frame.url()}`);
  }
  const heights = await tab.evaluate(() => [...document.querySelectorAll('iframe')].map(frame =>
    [frame.contentDocument.documentElement.scrollHeight, frame.clientHeight]));
  for (const [mail, frame] of heights) {
    if (mail > frame) fault(page, `the mail of ${mail} px scrolls in a frame of ${frame} px`);
  }
  const title = await tab.title();
  if (title !== page.title) fault(page, `the title is ${title}`);
  if (await tab.evaluate(() => window.hit)) fault(page, 'a script of the mail ran');
  if (!tab.url().startsWith(pathToFileURL(page.file).href)) fault(page, `the page went to ${tab.url()}`);
  const said = await tab.evaluate(() => document.documentElement.outerHTML.match(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g));
  if (said) fault(page, `characters that steer: ${JSON.stringify(said.slice(0, 5))}`);
};

// Headings in their order, one main part, the verdict before the tables and these before the mails.
const readable = async (page, tab) => {
  const order = await tab.evaluate(() => {
    const all = [...document.querySelectorAll('h1, h2, h3, h4, main, table, iframe')].map(e => e.tagName.toLowerCase());
    return { all, lang: document.documentElement.lang, skip: document.querySelector('a')?.hash };
  });
  const at = tag => order.all.indexOf(tag);
  if (at('h1') !== 0 || order.all.filter(tag => tag === 'h1').length !== 1) fault(page, 'the verdict is not the first heading');
  if (at('iframe') >= 0 && at('table') > at('iframe')) fault(page, 'the mail comes before its table');
  if (!['fr', 'en'].includes(order.lang) || order.skip !== '#main') fault(page, 'no language, or no way past the head');
  const rows = await tab.locator('tr[id]').count();
  if (rows < page.rows) fault(page, `${rows} rows instead of ${page.rows} at least`);
};

const accessible = async (page, tab) => {
  await tab.evaluate(source => { (0, eval)(source); }, axe).catch(() => {});
  // First as it opens, then with a word told of.
  for (const told of [false, true]) {
    if (told) {
      const word = (await tab.$$('.lines w-'))[0];
      if (!word) return;
      await word.click();
    }
    const found = await tab.evaluate(() => axe.run(document, { iframes: false }));
    for (const violation of found.violations) {
      fault(page, `axe ${violation.id}: ${violation.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(' | ')}`);
    }
  }
};

const a4 = async (page, tab) => {
  const pdf = (await tab.pdf({ preferCSSPageSize: true })).toString('latin1');
  const sizes = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, w, h]) => [Number(w), Number(h)]);
  if (!sizes.length || sizes.some(([w, h]) => Math.abs(w - 595) > 2 || Math.abs(h - 842) > 2)) {
    fault(page, `does not print on A4: ${JSON.stringify(sizes.slice(0, 3))}`);
  }
};

for (const colorScheme of ['light', 'dark']) {
  // axe is put into the page from outside, past its policy.
  await browse({ colorScheme, bypassCSP: true }, async browser => {
    for (const page of pages) {
      const tab = await open(browser, page);
      await accessible(page, tab);
      await tab.close();
    }
  });
}
await browse({}, async browser => {
  for (const page of pages) {
    const tab = await open(browser, page);
    await readable(page, tab);
    await jumps(page, tab);
    await tells(page, tab);
    await quiet(page, tab);
    await a4(page, tab);
    await tab.close();
  }
});
await browse({ viewport: { width: 400, height: 800 } }, async browser => {
  for (const page of pages) {
    const tab = await open(browser, page);
    const [wide, seen] = await tab.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    if (wide > seen) fault(page, `${wide} px wide on a screen of ${seen} px`);
    await small(page, tab);
    await tab.close();
  }
});
await browse({ javaScriptEnabled: false }, async browser => {
  for (const page of pages) {
    const tab = await open(browser, page);
    if (!await tab.locator('h1').isVisible()) fault(page, 'without script, no verdict');
    if (await tab.locator('tr[id]').count() < page.rows) fault(page, 'without script, no table');
    if (await tab.locator('#why, .explained').locator('visible=true').count()) fault(page, 'without script, words are told of');
    await tab.close();
  }
});
process.exit(faults ? 1 : 0);
