// Between Elsa Studio's widgets and this host: puts the widget into the page, says who is calling and in which language,
// keeps work when a session has ended, says what was refused, and takes away what does nothing here. No library, no state
// but the last unsaved draft in localStorage.
(() => {
  'use strict';

  const place = document.getElementById('studio');
  const api = location.origin + '/elsa/api';
  const keptAt = 'studio-draft:' + place.dataset.id;
  const send = window.fetch;
  // Stamps of saves that only this script saw the answer of: Studio still shows the older one.
  const newerStamp = new Map();

  // English words and ISO dates inside Studio; it would otherwise write dates in the browser's calendar.
  localStorage.setItem('BlazorCulture', 'en-SE');

  window.fetch = async (input, init = {}) => {
    const address = new URL(typeof input === 'string' ? input : input.url ?? input, location.href);
    if (!address.href.startsWith(api + '/')) return send(input, init);
    const isSave = init.method === 'POST' && address.pathname === '/elsa/api/workflow-definitions';
    const body = isSave ? withNewestStamp(textOf(init.body)) : init.body;
    const headers = new Headers(init.headers);
    headers.set('X-WorkflowHost', 'studio');
    headers.set('Accept-Language', document.documentElement.lang);
    const answer = await send(input, { ...init, headers, body });
    await look(answer, isSave ? body : null);
    if (answer.status === 401) return bearable(answer, address, isSave);
    if (answer.ok && address.pathname.includes('/by-definition-id/')) showProblems((await answer.clone().json()).problems);
    return answer;
  };

  // Studio dies of a 401, with all that isn't saved. Before it saves it asks whether the name is free; the save itself is
  // kept by then, and told as a refusal, which it can bear.
  function bearable(answer, address, isSave) {
    if (address.pathname.endsWith('/validation/is-name-unique')) return Response.json({ isUnique: true });
    if (!isSave) return answer;
    const problem = { status: 400, errors: { session: [document.querySelector('#expired strong').textContent] } };
    return new Response(JSON.stringify(problem), { status: 400, headers: { 'Content-Type': 'application/problem+json' } });
  }

  function textOf(body) {
    return typeof body === 'string' ? body : new TextDecoder().decode(body);
  }

  function stampOf(save) {
    return JSON.parse(save).model?.customProperties?.stamp;
  }

  function withNewestStamp(text) {
    const save = JSON.parse(text);
    const properties = save.model?.customProperties;
    if (!properties || !newerStamp.has(properties.stamp)) return text;
    while (newerStamp.has(properties.stamp)) properties.stamp = newerStamp.get(properties.stamp);
    return JSON.stringify(save);
  }

  async function look(answer, save) {
    const stamp = answer.headers.get('X-Definition-Stamp');
    if (stamp && save && !answer.ok) newerStamp.set(stampOf(save), stamp);
    if (answer.status === 401) {
      if (save) localStorage.setItem(keptAt, save);
      show('expired');
    } else if (answer.ok && save) {
      forget();
      showProblems((await answer.clone().json()).workflowDefinition.problems);
    } else if (answer.status === 400) {
      const problem = await answer.clone().json();
      const isStale = problem.code === 'definition-stale' || problem.code === 'definition-deleted';
      if (isStale && save) localStorage.setItem(keptAt, save);
      show(isStale ? 'stale' : 'refused', Object.values(problem.errors ?? { '': [problem.detail] }).flat());
    }
  }

  function show(id, sentences = []) {
    const notice = document.getElementById(id);
    const says = notice.querySelector('[data-says]');
    if (says) {
      says.replaceChildren(...sentences.map(sentence => {
        const item = document.createElement(says.tagName === 'UL' ? 'li' : 'span');
        item.textContent = sentence;
        return item;
      }));
    }
    for (const other of document.querySelectorAll('.our-notice:not(#blazor-error-ui)')) other.hidden = other !== notice;
  }

  // What stands between the draft and its publication; Studio has no place for it.
  function showProblems(problems) {
    const list = document.getElementById('problems');
    list.hidden = problems.length === 0;
    list.querySelector('[data-count]').textContent = problems.length;
    list.querySelector('ul').replaceChildren(...problems.map(problem => {
      const item = document.createElement('li');
      item.textContent = problem;
      return item;
    }));
  }

  function hideAll() {
    for (const notice of document.querySelectorAll('.our-notice:not(#blazor-error-ui)')) notice.hidden = true;
  }

  function forget() {
    localStorage.removeItem(keptAt);
    hideAll();
  }

  const doing = {
    close: hideAll,
    drop: forget,
    reload: () => { localStorage.removeItem(keptAt); location.reload(); },
    again: saveKept,
    download: downloadKept,
  };

  async function saveKept() {
    const kept = localStorage.getItem(keptAt);
    // Nothing was changed when the session ended; Studio goes on as soon as somebody is signed in.
    if (!kept) {
      if ((await send(api + '/features/installed')).ok) hideAll();
      return;
    }
    const wasOpened = !document.getElementById('kept').hidden;
    const text = withNewestStamp(kept);
    const headers = { 'Content-Type': 'application/json', 'X-WorkflowHost': 'studio', 'Accept-Language': document.documentElement.lang };
    const answer = await send(api + '/workflow-definitions', { method: 'POST', headers, body: text });
    if (answer.ok) {
      for (const older of [stampOf(kept), stampOf(text)]) newerStamp.set(older, answer.headers.get('X-Definition-Stamp'));
    }
    await look(answer, text);
    // The canvas was opened before this was saved and shows what was there.
    if (answer.ok && wasOpened) location.reload();
  }

  function downloadKept() {
    const kept = localStorage.getItem(keptAt);
    if (!kept) return;
    const link = document.createElement('a');
    link.href = 'data:application/json;charset=utf-8,' + encodeURIComponent(JSON.stringify(JSON.parse(kept).model, null, 2));
    link.download = place.dataset.id + '.json';
    link.click();
  }

  document.addEventListener('click', event => {
    const what = event.target.closest?.('.our-notice [data-do]')?.dataset.do;
    if (what) doing[what]();
  });

  // A widget changes the address to one of Elsa's own host and expects a router to follow; ours is the server.
  for (const name of ['pushState', 'replaceState']) {
    const original = history[name].bind(history);
    history[name] = (state, title, address) => {
      if (/\/workflows\/(definitions|instances)\//.test(String(address ?? ''))) location.assign(address);
      else original(state, title, address);
    };
  }

  async function open() {
    const { element, attribute, id } = place.dataset;
    if (localStorage.getItem(keptAt)) show('kept');
    await customElements.whenDefined(element);
    const widget = document.createElement(element);
    widget.setAttribute('remote-endpoint', api);
    if (attribute) widget.setAttribute(attribute, id);
    place.replaceChildren(widget);
    widget.editWorkflowDefinition = definition => location.assign('/studio/definitions/' + encodeURIComponent(definition));
    widget.viewWorkflowInstance = instance => location.assign('/studio/instances/' + encodeURIComponent(instance));
    let isPlanned = false;
    const plan = () => {
      if (isPlanned) return;
      isPlanned = true;
      requestAnimationFrame(() => { isPlanned = false; hideWhatDoesNothing(); });
    };
    new MutationObserver(plan).observe(document.body, { childList: true, subtree: true });
  }

  // Found by their English words, which the pinned version always has; docs/designer.md says why each does nothing.
  const nothing = [
    { selector: '.mud-tab', words: ['Test', 'Commit Strategy', 'Log'] },
    { selector: '.mud-menu-item', words: ['Run', 'Cancel'] },
    // Sections of the workflow's properties, with the line above each.
    { selector: '.mud-typography-overline', words: ['Settings', 'Commit Strategy', 'Activity'], box: found => found.closest('.d-flex.flex-column') },
    { selector: '.mud-input-label, .mud-checkbox', words: ['Can start workflow', 'Run asynchronously', 'Merge mode'], box: found => found.closest('.mud-input-control') },
  ];

  function hideWhatDoesNothing() {
    for (const { selector, words, box } of nothing)
      for (const found of document.querySelectorAll(selector))
        if (words.includes(found.textContent.trim())) (box?.(found) ?? found).classList.add('not-here');
  }

  open();
})();
