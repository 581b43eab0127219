// The page of an arrival: all that it may come to show, and the script that shows it.
import { escaped, siteLine } from './own_page.js';
import type { Words } from './words.js';

/** Its parts; the script shows one of them. */
export const arriveBody = (say: Words, site: string): string => `${siteLine(site)}
<noscript><p>${say.no_script}</p></noscript>
<section id="waiting" hidden><p role="status">${say.waiting}</p></section>
<section id="ask" data-nameless="${escaped(say.nameless)}" hidden>
<h1 id="ask-title" tabindex="-1" data-says="${escaped(say.ask)}"></h1>
<p id="asked-by" data-says="${escaped(say.asked_by)}"></p>
<p id="instead" data-says="${escaped(say.instead)}"></p>
<form id="go-on"><button>${say.go_on}</button></form>
<button id="refuse" class="quiet" type="button">${say.refuse}</button>
<p class="note">${say.not_you}</p>
</section>
<section id="refused" hidden><h1 tabindex="-1">${say.refused}</h1><p>${say.refused_then}</p></section>
<section id="over" hidden><h1 tabindex="-1">${say.over}</h1><p>${say.over_then}</p></section>
<section id="away" hidden>
<h1 tabindex="-1">${say.away}</h1>
<p>${say.away_then}</p>
<form id="again"><button>${say.again}</button></form>
</section>`;

/**
 * Takes the ticket out of the address before anything else, and keeps it nowhere. Old browsers of phones have to read it.
 *
 * An answer about a ticket that another has taken the place of is not looked at: its name would stand above the other's button.
 *
 * By `fetch`, for a form of a page with `no-referrer` is sent with `Origin: null`.
 */
export const arriveScript = `
(function () {
  var ticket, to, agreed;
  var part = function (id) { return document.getElementById(id); };
  function show(id) {
    document.querySelectorAll('section').forEach(function (each) { each.hidden = each.id !== id; });
    if (id !== 'waiting') part(id).querySelector('h1').focus();
  }
  function name(id, of) {
    var line = part(id);
    line.textContent = line.dataset.says.replace(/\\{\\w+\\}/, function () { return of || part('ask').dataset.nameless; });
    line.hidden = of === null;
  }
  function ask(who) {
    name('ask-title', who.nickname);
    name('asked-by', who.nickname);
    name('instead', who.instead);
    show('ask');
  }
  function post() {
    var posted = ticket;
    show('waiting');
    fetch(location.pathname, {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, credentials: 'same-origin', cache: 'no-store', redirect: 'error',
      body: JSON.stringify({ ticket: ticket, to: to, agreed: agreed })
    }).then(function (answer) { return answer.json(); }).catch(function () { return { error: 'unavailable' }; }).then(function (answer) {
      if (posted !== ticket) return;
      if (answer.to) location.replace(answer.to);
      else if (answer.ask) ask(answer.ask);
      else show(answer.error === 'unavailable' ? 'away' : 'over');
    });
  }
  part('go-on').addEventListener('submit', function (event) { event.preventDefault(); agreed = true; post(); });
  part('again').addEventListener('submit', function (event) { event.preventDefault(); post(); });
  part('refuse').addEventListener('click', function () { ticket = null; show('refused'); });
  function begin() {
    var said = new URLSearchParams(location.hash.slice(1));
    history.replaceState(null, '', location.pathname + location.search);
    ticket = said.get('ticket');
    to = said.get('to') || '/';
    agreed = false;
    if (ticket) post();
    else show('over');
  }
  // A web-view that is given another ticket while it shows this page loads nothing.
  addEventListener('hashchange', begin);
  begin();
}());
`;
