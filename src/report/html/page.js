// Ties the words of a mail, in its frame, to the rows of the table. The frame itself runs nothing.
(() => {
  const frames = [...document.querySelectorAll('iframe')];
  const fit = frame => {
    const root = frame.contentDocument?.documentElement;
    if (!root) return;
    root.style.zoom = '';
    frame.style.height = '1px';
    // A mail that is wider than the screen shrinks to it, as on a phone.
    if (root.scrollWidth > root.clientWidth + 1) root.style.zoom = root.clientWidth / root.scrollWidth;
    frame.style.height = Math.min(root.scrollHeight + 2, 30000) + 'px';
  };
  const toRow = mark => {
    const number = mark.dataset.presend.split(' ')[0];
    const row = document.getElementById('r' + number);
    if (!row) return;
    location.hash = row.id;
    row.focus();
  };
  const ready = frame => {
    const page = frame.contentDocument;
    if (!page?.body || frame.ready === page || page.URL === 'about:blank') return;
    frame.ready = page;
    fit(frame);
    why.hook(page);
    const hit = event => event.target.closest?.('[data-presend]');
    page.addEventListener('click', event => {
      event.preventDefault();
      if (!why.open(event.target) && hit(event)) toRow(hit(event));
    });
    page.addEventListener('submit', event => event.preventDefault());
    page.addEventListener('keydown', event => {
      if (event.key !== 'Enter' && event.key !== ' ' || event.defaultPrevented || !hit(event)) return;
      event.preventDefault();
      toRow(hit(event));
    });
  };
  for (const frame of frames) {
    frame.addEventListener('load', () => ready(frame));
    ready(frame);
  }
  document.addEventListener('click', event => {
    const link = event.target.closest?.('a[data-go]');
    if (!link) return;
    const around = link.closest('.mail') ?? document;
    for (const frame of around.querySelectorAll('iframe')) {
      const words = `[data-presend~="${link.dataset.go}"]`;
      const page = frame.contentDocument;
      const mark = page?.querySelector(words + '[tabindex]') ?? page?.querySelector(words);
      if (!mark) continue;
      event.preventDefault();
      mark.scrollIntoView({ block: 'center' });
      mark.focus({ preventScroll: true });
      return;
    }
  });
  // On paper a mail is smaller: so most fit a page.
  const scale = by => {
    for (const frame of frames) {
      const root = frame.contentDocument?.documentElement;
      if (!root) continue;
      root.style.zoom = by * (parseFloat(root.style.zoom) || 1);
      frame.style.height = by * parseFloat(frame.style.height) + 'px';
    }
  };
  addEventListener('beforeprint', () => scale(.62));
  addEventListener('afterprint', () => frames.forEach(fit));
  let width = innerWidth;
  addEventListener('resize', () => {
    if (width !== innerWidth) frames.forEach(fit);
    width = innerWidth;
  });
})();
