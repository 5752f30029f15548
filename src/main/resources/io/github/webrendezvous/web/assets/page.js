// Keeps the page up to date: follows the stream of changes, fetches the page again, and puts what
// differs in place, so that scroll positions, selections and focus stay. Without it, the page
// reloads itself.
'use strict';

const BETWEEN_FETCHES = 1000; // milliseconds; probes make attempts without a change
const WHILE_WAITING = 5000;
const RECONNECT = 2000;

let stream = null;
let position = document.body.dataset.position;
let shownAt = Date.now();
let clockSkew = Number(document.body.dataset.now) - Date.now();
let fetching = false;
let due = false;

const live = document.getElementById('live');

function say(text, isProblem) {
  if (live.textContent !== text) {
    live.textContent = text;
  }
  live.classList.toggle('problem', Boolean(isProblem));
}

// --- The stream -------------------------------------------------------------------------------

function connect() {
  disconnect();
  stream = new EventSource('_events?changes&after=' + encodeURIComponent(position));
  stream.onopen = () => say('Live');
  stream.onmessage = (message) => changed(message.lastEventId);
  stream.addEventListener('snapshot', (message) => changed(message.lastEventId));
  stream.onerror = () => {
    say('The connection is lost; trying again …', true);
    if (stream && stream.readyState === EventSource.CLOSED) {
      disconnect();
      setTimeout(() => {
        if (!stream && !document.hidden) {
          connect();
        }
      }, RECONNECT);
    }
  };
}

function disconnect() {
  if (stream) {
    stream.close();
    stream = null;
  }
}

function changed(id) {
  position = id;
  refreshSoon();
}

function refreshSoon() {
  if (due) {
    return;
  }
  due = true;
  setTimeout(refresh, Math.max(0, shownAt + BETWEEN_FETCHES - Date.now()));
}

async function refresh() {
  due = false;
  if (fetching || document.hidden) {
    return;
  }
  fetching = true;
  try {
    const response = await fetch('./', {headers: {Accept: 'text/html', 'X-Rendezvous-Page': '1'}});
    if (!response.ok) {
      if (response.status === 401) {
        location.reload();
      }
      return;
    }
    const next = new DOMParser().parseFromString(await response.text(), 'text/html');
    show(next);
  } catch (e) {
    // The service is away; the stream says so and reconnects.
  } finally {
    fetching = false;
    shownAt = Date.now();
    if (document.body.dataset.position !== position && !document.hidden) {
      refreshSoon();
    }
  }
}

function show(next) {
  clockSkew = Number(next.body.dataset.now) - Date.now();
  document.title = next.title;
  morph(document.querySelector('.summary'), next.querySelector('.summary'));
  morph(document.getElementById('main'), next.getElementById('main'));
  if (next.body.dataset.position.split('-')[0] !== position.split('-')[0]) {
    position = next.body.dataset.position; // The service was restarted.
  }
  document.body.dataset.position = next.body.dataset.position;
  prepare();
}

// --- Changing only what differs ---------------------------------------------------------------

function isSame(a, b) {
  return a.nodeType === b.nodeType && a.nodeName === b.nodeName
      && (a.nodeType !== Node.ELEMENT_NODE || a.dataset.key === b.dataset.key);
}

function morph(from, to) {
  if (from.nodeType !== Node.ELEMENT_NODE) {
    if (from.nodeValue !== to.nodeValue) {
      from.nodeValue = to.nodeValue;
    }
    return;
  }
  for (const attribute of Array.from(to.attributes)) {
    if (attribute.name !== 'hidden' && from.getAttribute(attribute.name) !== attribute.value) {
      from.setAttribute(attribute.name, attribute.value);
    }
  }
  const keyed = new Map();
  for (const child of from.children) {
    if (child.dataset.key !== undefined) {
      keyed.set(child.dataset.key, child);
    }
  }
  let at = from.firstChild;
  for (const wanted of Array.from(to.childNodes)) {
    const key = wanted.nodeType === Node.ELEMENT_NODE ? wanted.dataset.key : undefined;
    const known = key === undefined ? null : keyed.get(key);
    if (known && known !== at && known.parentNode === from) {
      from.insertBefore(known, at);
      at = known;
    }
    if (at && isSame(at, wanted)) {
      const following = at.nextSibling;
      morph(at, wanted);
      at = following;
    } else {
      from.insertBefore(document.importNode(wanted, true), at);
    }
  }
  while (at) {
    const following = at.nextSibling;
    at.remove();
    at = following;
  }
}

// --- Times ------------------------------------------------------------------------------------

function inWords(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 120) {
    return seconds + ' s';
  }
  return seconds < 7200 ? Math.floor(seconds / 60) + ' min' : Math.floor(seconds / 3600) + ' h';
}

function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

function tick() {
  const now = Date.now() + clockSkew;
  for (const time of document.querySelectorAll('time')) {
    setText(time, inWords(now - Date.parse(time.dateTime)) + ' ago');
  }
  for (const left of document.querySelectorAll('span[data-until]')) {
    setText(left, inWords(left.dataset.until - now));
  }
  for (const bar of document.querySelectorAll('progress[data-until]')) {
    bar.value = Math.max(0, bar.dataset.until - now);
  }
  const waits = document.querySelector('progress') !== null;
  if (waits && !document.hidden && Date.now() - shownAt > WHILE_WAITING) {
    refreshSoon();
  }
}

// --- Actions ----------------------------------------------------------------------------------

const dialog = document.getElementById('confirm');

const ACTIONS = {
  PUT: {question: 'Signal this key?', yes: 'Signal', explained: 'Every wait for it is released, also later ones.'},
  FAIL: {question: 'Fail this key?', yes: 'Fail', explained: 'Every wait for it ends as failed, also later ones.'},
  DELETE: {question: 'Reset this key?', yes: 'Reset', explained: 'Its signal is forgotten, and every wait for it ends.'},
};

let asked = null;

function prepare() {
  if (dialog) {
    for (const button of document.querySelectorAll('button[data-act]')) {
      button.hidden = false;
    }
  }
}

function ask(button) {
  asked = {act: button.dataset.act, path: button.dataset.path};
  const action = ACTIONS[asked.act];
  document.getElementById('question').textContent = action.question;
  document.getElementById('what').textContent = asked.path;
  document.getElementById('explained').textContent = action.explained;
  document.getElementById('yes').textContent = action.yes;
  document.getElementById('refused').textContent = '';
  document.getElementById('reason').value = '';
  document.getElementById('reasoned').hidden = asked.act !== 'FAIL';
  dialog.showModal();
}

function url(path) {
  return '.' + path.split('/').map(encodeURIComponent).join('/');
}

async function act() {
  const fails = asked.act === 'FAIL';
  const query = '?as=page' + (fails ? '&status=failed' : '');
  const request = {method: fails ? 'PUT' : asked.act, headers: {'X-Rendezvous-Page': '1'}};
  if (fails) {
    request.body = document.getElementById('reason').value;
    request.headers['Content-Type'] = 'text/plain;charset=utf-8';
  }
  const refused = document.getElementById('refused');
  try {
    const response = await fetch(url(asked.path) + query, request);
    const answer = await response.json();
    if (response.ok) {
      dialog.close();
      refreshSoon();
    } else {
      refused.textContent = answer.error;
    }
  } catch (e) {
    refused.textContent = 'The service does not answer.';
  }
}

if (dialog) {
  document.addEventListener('click', (event) => {
    const button = event.target.closest('button[data-act]');
    if (button) {
      ask(button);
    }
  });
  dialog.querySelector('form').addEventListener('submit', (event) => {
    if (event.submitter && event.submitter.value === 'yes') {
      event.preventDefault();
      act();
    }
  });
}

// --- Start ------------------------------------------------------------------------------------

document.addEventListener('visibilitychange', () => {
  if (document.hidden) {
    disconnect();
  } else {
    connect();
    refreshSoon();
  }
});
prepare();
tick();
setInterval(tick, 1000);
if (!document.hidden) {
  connect();
}
