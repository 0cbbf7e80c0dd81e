/**
 * The JavaScript surface on the fake engine: where it runs, what crosses, aborting, pages of text on demand, and every
 * way to fail. What it answers with the real engine is in `real.test.js`.
 */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { inEachBrowser, until } from './browsers.js';
import { fakeSite } from './site.js';

/** What runs in the page sees these. @type {any} */
let api, probe, downloads;

/** Opens and asks; in the page. @param {object} options @param {string} text @param {object} [how] */
const ask = async (options, text, how) => {
  const hound = await api.open(options);
  const answer = await hound.search(text, how);
  const info = await hound.info();
  hound.close();
  return { answer, isInWorker: info.isInWorker };
};

/** What a call fails with; in the page. @param {string} text @param {object} [options] */
const failure = async (text, options) => {
  try {
    const hound = await api.open(options);
    await hound.search(text);
  } catch (error) {
    const isTyped = error instanceof api.NewshoundError;
    const { code, message, name } = /** @type {any} */ (error);
    return { isTyped, code, message, name };
  }
  return null;
};

inEachBrowser((browser) => {
  /** @type {Awaited<ReturnType<typeof fakeSite>>} */
  let site;
  /** @type {Awaited<ReturnType<typeof site.serve>>} */
  let served;

  before(async () => {
    site = await fakeSite();
    for (const [name, content] of Object.entries({ a: {}, b: {}, c: { needs: [{ page: 100, file: 'pages/d' }] }, d: {} })) {
      await site.writePage(name, content);
    }
    await site.write('pages/x', 'this was never deflated');
    served = await site.serve('--trusted-types');
  });
  after(() => site.end());

  /** The surface on an empty page. @param {string} [url] @param {string} [page] */
  const blank = async (url = served.url, page = 'blank.html') => {
    await browser.open(url + page);
    await browser.eventually(() => 'api' in globalThis);
  };

  /** A site of its own that breaks in some way. @param {Awaited<ReturnType<typeof fakeSite>>} other @param {(url: string) => Promise<void>} work @param {...string} options */
  const onSite = async (other, work, ...options) => {
    try {
      await work((await other.serve(...options)).url);
    } finally {
      await other.end();
    }
  };

  /** @param {string} code @param {object} [options] */
  const failsWith = async (code, options) => {
    for (const worker of [undefined, false]) {
      const got = await browser.run(failure, 'bridge', { worker, ...options });
      assert.ok(got, `worker ${worker}: it did not fail`);
      assert.deepEqual([got.name, got.isTyped, got.code], ['NewshoundError', true, code], got.message);
      assert.ok(got.message.length > 10, got.message);
    }
  };

  const isQuiet = async () => {
    assert.deepEqual(await browser.run(() => probe), { violations: [], errors: [] });
  };

  it('imports without a request', async () => {
    const count = (await served.requests()).length;
    await blank();
    await sleep(200);
    assert.deepEqual((await served.requests()).slice(count).filter((path) => path !== 'favicon.ico').sort(), ['api.js', 'blank.html', 'newshound.js', 'probe.js', 'release.js']);
  });

  it('answers alike in a worker and on the page', async () => {
    await blank();
    const options = { limit: 2, offset: 1, filters: { section: ['Local', 'Politics', 'Life'] }, today: '2025-09-06', timeZone: 'Europe/Lisbon' };
    const inWorker = await browser.run(ask, {}, 'bridge', options);
    const onPage = await browser.run(ask, { worker: false }, 'bridge', options);
    assert.deepEqual([inWorker.isInWorker, onPage.isInWorker], [true, false]);
    assert.deepEqual(inWorker.answer, onPage.answer);
    assert.equal(inWorker.answer.total, 4);
    assert.deepEqual(inWorker.answer.hits.map((/** @type {any} */ hit) => hit.id), ['a1', 'a2']);
    assert.deepEqual(inWorker.answer.seen.options, options);
    assert.ok(!('needs' in inWorker.answer));
    await isQuiet();
  });

  it('fills in day and time zone', async () => {
    await blank();
    const { answer } = await browser.run(ask, {}, 'bridge', { timeZone: 'Pacific/Kiritimati' });
    assert.deepEqual(answer.seen.options, { timeZone: 'Pacific/Kiritimati', today: new Date(Date.now() + 14 * 3600e3).toISOString().slice(0, 10) });
    const plain = await browser.run(ask, {}, 'bridge');
    assert.match(plain.answer.seen.options.today, /^\d{4}-\d\d-\d\d$/);
    assert.equal(typeof plain.answer.seen.options.timeZone, 'string');
  });

  it("takes the site's day where its index has a time zone, and the browser knows it", async () => {
    const day = (/** @type {number} */ hours) => new Date(Date.now() + hours * 3600e3).toISOString().slice(0, 10);
    for (const [timeZone, days] of /** @type {[string, string[]][]} */ ([['Pacific/Kiritimati', [day(14)]], ['Etc/GMT+12', [day(-12)]], ['Atlantis/Center', [day(-14), day(14), day(0)]]])) {
      await onSite(await fakeSite({ timeZone }), async (url) => {
        await blank(url);
        const { answer } = await browser.run(ask, {}, 'bridge');
        assert.equal(answer.seen.options.timeZone, timeZone);
        assert.ok(days.includes(answer.seen.options.today), `${answer.seen.options.today} in ${timeZone}`);
      });
    }
  });

  it('completes and tells what it searches', async () => {
    await blank();
    const [completions, info] = await browser.run(async () => {
      const hound = await api.open();
      return [await hound.complete('old', { limit: 1 }), await hound.info()];
    });
    assert.equal(completions[0].text, 'Old Mill Bridge opens again after two years');
    assert.equal(info.articles, 62);
  });

  it('completes along with an answer, where it is asked to', async () => {
    for (const worker of [true, false]) {
      await blank();
      const [alone, along, without] = await browser.run(async (worker) => {
        const hound = await api.open({ worker });
        return [await hound.complete('bri', { limit: 2 }), await hound.search('bri', { completions: 2 }), await hound.search('bri')];
      }, worker);
      assert.equal(alone[0].text, 'bridge');
      assert.deepEqual(along.completions, alone);
      assert.deepEqual([without.completions, along.seen.options.completions], [undefined, undefined]);
    }
  });

  it('ends what is on its way when it is closed, a worker too', async () => {
    await blank();
    const codes = await browser.run(async () => {
      const code = (/** @type {any} */ error) => error.code;
      const controller = new AbortController();
      const opening = api.open({ signal: controller.signal });
      controller.abort();
      const hound = await api.open();
      const waiting = hound.search('!slow 300').catch(code);
      hound.close();
      hound.close();
      return [await opening.catch((/** @type {any} */ error) => error.name), await waiting, await hound.info().catch(code)];
    });
    assert.deepEqual(codes, ['AbortError', 'closed', 'closed']);
  });

  it('takes the engine from elsewhere in the site', async () => {
    await blank();
    const { code } = /** @type {any} */ (await browser.run(failure, 'bridge', { base: 'sub/folder' }));
    assert.equal(code, 'missing');
    const { answer } = await browser.run(ask, { base: './sub/..' }, 'bridge');
    assert.equal(answer.total, 4);
  });

  it('does without a worker where the policy forbids one', async () => {
    await blank(served.url, 'no-worker.html');
    const { answer, isInWorker } = await browser.run(ask, {}, 'bridge');
    assert.deepEqual([answer.total, isInWorker], [4, false]);
    assert.equal((await browser.run(failure, 'bridge', { worker: true }))?.code, 'unsupported');
  });

  it('brings the pages that an answer needs', async () => {
    for (const worker of [undefined, false]) {
      await blank();
      const [updates, answer] = await browser.run(async (worker) => {
        /** @type {boolean[]} */
        const updates = [];
        const hound = await api.open({ worker });
        const answer = await hound.search('!needs a b c', { onUpdate: (/** @type {any} */ better) => updates.push(better.isComplete) });
        return [updates, answer];
      }, worker);
      // First for a, b and c; then for d, which c asks for.
      assert.deepEqual(updates, [false, false]);
      assert.equal(answer.isComplete, true);
      const supplied = answer.seen.supplied.map((/** @type {[number, number]} */ [page]) => page).sort((/** @type {number} */ a, /** @type {number} */ b) => a - b);
      assert.deepEqual(supplied, [97, 98, 99, 100]);
    }
  });

  it('brings each page once for searches that wait together', async () => {
    await blank();
    const start = (await served.requests()).length;
    await browser.run(async () => {
      const hound = await api.open({ worker: false });
      await Promise.all([hound.search('!needs a b'), hound.search('!needs b c')]);
      hound.close();
    });
    const pages = (await served.requests()).slice(start).filter((path) => path.startsWith('pages/'));
    assert.deepEqual(pages.sort(), ['pages/a', 'pages/b', 'pages/c', 'pages/d']);
  });

  it('brings six pages at a time, and gives up those that nobody waits for any more', async () => {
    const many = await fakeSite();
    const names = [...'abcdefghij'];
    for (const name of names) await many.writePage(name, {});
    const slow = await many.serve('--delay', '500');
    try {
      for (const worker of [undefined, false]) {
        await blank(slow.url);
        const start = (await slow.requests()).length;
        const [reason, isComplete] = await browser.run(async (worker, line) => {
          const hound = await api.open({ worker });
          const abort = new AbortController();
          const onUpdate = () => setTimeout(() => abort.abort('changed my mind'), 100);
          const reason = await hound.search(line, { signal: abort.signal, onUpdate }).catch((/** @type {any} */ error) => error);
          await new Promise((resolve) => setTimeout(resolve, 1500));
          return [reason, (await hound.search('!needs a')).isComplete];
        }, worker, `!needs ${names.join(' ')}`);
        assert.deepEqual([reason, isComplete], ['changed my mind', true]);
        const pages = (await slow.requests()).slice(start).filter((path) => path.startsWith('pages/'));
        // None of the other four; `a` again, in the end.
        assert.ok(pages.every((path) => 'abcdef'.includes(path.slice(-1))), pages.join());
        assert.ok(pages.includes('pages/a'));
        if (worker === false) assert.deepEqual(await browser.run(/** @returns {any} */ () => downloads), { now: 0, most: 6 });
        await isQuiet();
      }
    } finally {
      await many.end();
    }
  });

  it('says when a page is missing or damaged', async () => {
    for (const worker of [undefined, false]) {
      await blank();
      for (const [name, code] of [['z', 'missing'], ['x', 'corrupt']]) {
        assert.equal((await browser.run(failure, `!needs a ${name}`, { worker }))?.code, code);
      }
      await isQuiet();
    }
  });

  it('aborts with the reason given, before, in between and in the queue', async () => {
    for (const worker of [undefined, false]) {
      await blank();
      const got = await browser.run(async (worker) => {
        const reason = { why: 'because' };
        const why = (/** @type {any} */ error) => error === reason;
        const aborted = AbortSignal.abort(reason);
        const early = [await api.open({ worker, signal: aborted }).catch(why)];
        const opening = new AbortController();
        const open = api.open({ worker, signal: opening.signal });
        opening.abort(reason);
        early.push(await open.catch(why));

        const hound = await api.open({ worker });
        early.push(await hound.search('bridge', { signal: aborted }).catch(why), await hound.complete('b', { signal: aborted }).catch(why));
        const controllers = [1, 2, 3, 4].map(() => new AbortController());
        const calls = ['!slow 300', 'superseded at once', 'superseded later', 'bridge'].map((line, at) => hound.search(line, { signal: controllers[at].signal }));
        controllers[1].abort(reason);
        // On the page's own thread nothing can come between.
        if (worker === false) controllers[2].abort(reason);
        else setTimeout(() => controllers[2].abort(reason), 100);
        const settled = await Promise.allSettled(calls);
        controllers[0].abort(reason);
        return { early, ends: settled.map(({ status }) => status), searched: (await hound.search('last')).seen.searched, isReason: why(/** @type {any} */ (settled[1]).reason) };
      }, worker);
      assert.deepEqual(got.early, [true, true, true, true]);
      assert.deepEqual(got.ends, ['fulfilled', 'rejected', 'rejected', 'fulfilled']);
      assert.ok(got.isReason);
      assert.deepEqual(got.searched, ['!slow 300', 'bridge', 'last']);
      await isQuiet();
    }
  });

  it('ends with close', async () => {
    for (const worker of [undefined, false]) {
      await blank();
      const codes = await browser.run(async (worker) => {
        const code = (/** @type {any} */ error) => error.code;
        const hound = await api.open({ worker });
        const waiting = hound.search('!needs a').catch(code);
        hound.close();
        hound.close();
        return [await waiting, await hound.search('bridge').catch(code), await hound.complete('b').catch(code), await hound.info().catch(code)];
      }, worker);
      assert.deepEqual(codes, ['closed', 'closed', 'closed', 'closed']);
      await isQuiet();
    }
  });

  it('survives a crash', async () => {
    for (const worker of [undefined, false]) {
      await blank();
      const got = await browser.run(async (worker) => {
        const code = (/** @type {any} */ error) => error.code;
        const hound = await api.open({ worker });
        const crash = await hound.search('!crash').catch(code);
        const { total, seen } = await hound.search('bridge');
        const twice = await Promise.all([hound.search('!crash').catch(code), hound.search('!crash').catch(code)]);
        return { crash, total, searched: seen.searched, twice, again: (await hound.search('bridge')).total };
      }, worker);
      // What was searched before the crash is forgotten: it is another engine.
      assert.deepEqual(got, { crash: 'crashed', total: 4, searched: ['bridge'], twice: ['crashed', 'crashed'], again: 4 });
      await isQuiet();
    }
  });

  it('passes on what is no plain data as the browser sees it', async () => {
    await blank();
    const got = await browser.run(async () => {
      const hound = await api.open();
      return hound.search('bridge', { filters: { section: [() => 1] } }).catch((/** @type {any} */ error) => error.name);
    });
    assert.equal(got, 'DataCloneError');
    const zone = await browser.run(async () => {
      const hound = await api.open();
      return hound.search('bridge', { timeZone: 'Atlantis/Center' }).catch((/** @type {any} */ error) => error.name);
    });
    assert.equal(zone, 'RangeError');
  });

  it('is not disturbed by what onUpdate throws', async () => {
    for (const worker of [undefined, false]) {
      await blank();
      const isComplete = await browser.run(async (worker) => {
        const hound = await api.open({ worker });
        return (await hound.search('!needs a', { onUpdate: () => { throw new Error('of the page'); } })).isComplete;
      }, worker);
      assert.equal(isComplete, true);
      const { errors } = /** @type {any} */ (await browser.run(() => probe));
      // Chromium tells no more of what a driver's script throws.
      assert.match(errors.join(), /of the page|^Script error\.$/);
    }
  });

  it('says when the engine says what is wrong', async () => {
    for (const code of ['corrupt', 'version']) {
      await onSite(await fakeSite({ code }), async (url) => {
        await blank(url);
        await failsWith(code);
      });
    }
  });

  it('says when the module is damaged', async () => {
    for (const bytes of ['', '\0as', 'not a module at all', '\0asm\x01\0\0\0\xff\xff']) {
      const other = await fakeSite();
      await other.write('newshound_engine_bg.wasm', Buffer.from(bytes, 'latin1'));
      await onSite(other, async (url) => {
        await blank(url);
        await failsWith('corrupt');
      });
    }
  });

  it('says when a file is missing', async () => {
    for (const name of ['newshound_engine.js', 'newshound_engine_bg.wasm', 'host.js']) {
      const other = await fakeSite();
      await other.remove(name);
      await onSite(other, async (url) => {
        await blank(url);
        await failsWith('missing');
      });
    }
  });

  it('says when the script is damaged', async () => {
    const other = await fakeSite();
    await other.write('newshound_engine.js', 'export default function init( {');
    await onSite(other, async (url) => {
      await blank(url);
      await failsWith('corrupt');
    });
  });

  it('does without a worker whose script is missing', async () => {
    const other = await fakeSite();
    await other.remove('worker.js');
    await onSite(other, async (url) => {
      await blank(url);
      const { answer, isInWorker } = await browser.run(ask, {}, 'bridge');
      assert.deepEqual([answer.total, isInWorker], [4, false]);
    });
  });

  it('says when there is no network, and works when it is back', async () => {
    const other = await fakeSite();
    try {
      const first = await other.serve();
      await blank(first.url);
      first.stop();
      await until(() => fetch(first.url).then(() => false, () => true), 'the server is gone');
      await failsWith('offline');
      await other.serve('--port', new URL(first.url).port);
      for (const worker of [undefined, false]) {
        assert.equal((await browser.run(ask, { worker }, 'bridge')).answer.total, 4);
      }
    } finally {
      await other.end();
    }
  });

  it('says when WebAssembly is not allowed or not there', async () => {
    await blank(served.url, 'no-wasm.html');
    const got = await browser.run(failure, 'bridge', { worker: false });
    // WebKit asks the policy in the header alone, which allows it.
    assert.equal(got?.code, browser.name === 'webkit' ? undefined : 'unsupported', got?.message);
    await blank(served.url, 'lockdown.html');
    await failsWith('unsupported');
  });

  it('admits its own worker and nothing else to the page', async () => {
    await blank();
    const got = await browser.run(async () => {
      const factory = /** @type {any} */ (globalThis).trustedTypes;
      if (!factory) return null;
      const { createPolicy } = factory;
      /** @type {any[]} */
      const made = [];
      factory.createPolicy = (/** @type {string} */ name, /** @type {any} */ rules) => {
        made.push([name, rules]);
        return createPolicy.call(factory, name, rules);
      };
      for (let times = 0; times < 2; times++) (await api.open()).close();
      if (made.length !== 1) return made.length;
      const [[name, rules]] = made;
      const admits = (/** @type {string} */ url) => {
        try {
          return rules.createScriptURL(url) === url;
        } catch {
          return false;
        }
      };
      const worker = new URL('worker.js', location.href).href;
      return [name, Object.keys(rules), admits(worker), admits(`${worker}?`), admits('data:text/javascript,'), admits('worker.js')];
    });
    if (browser.name === 'chromium') assert.deepEqual(got, ['newshound', ['createScriptURL'], true, false, false, false]);
    await isQuiet();
  });
});
