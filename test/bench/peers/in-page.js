// What every page of the bench has as `bench`, put in before its own scripts. All times are milliseconds.
(() => {
  /** @returns {Promise<number>} */
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now())));
  /**
   * By type of event: from when the browser got the input to the second frame after it.
   * @type {Record<string, number[]>}
   */
  const latencies = {};

  /** @param {string[]} types */
  const watch = (types) => {
    for (const type of types) {
      latencies[type] = [];
      window.addEventListener(
        type,
        ({ timeStamp }) => {
          const seen = () => latencies[type].push(performance.now() - timeStamp);
          requestAnimationFrame(() => requestAnimationFrame(seen));
        },
        { capture: true, passive: true },
      );
    }
  };

  /** Without the limit of frames a browser makes them as fast as it can, but only while something changes. */
  const keepBusy = () => {
    const dot = document.createElement('div');
    dot.style.cssText =
      'position:fixed;right:0;bottom:0;width:2px;height:2px;z-index:99999;pointer-events:none';
    document.body.append(dot);
    let isDark = false;
    const change = () => {
      isDark = !isDark;
      dot.style.background = isDark ? '#000' : '#fff';
      requestAnimationFrame(change);
    };
    change();
  };

  /**
   * How long each frame takes in which `work` is done.
   * @param {number} count
   * @param {(i: number) => void} work
   */
  const frames = async (count, work) => {
    /** @type {number[]} */
    const times = [];
    let last = await frame();
    for (let i = 0; i < count; i++) {
      work(i);
      const now = await frame();
      times.push(now - last);
      last = now;
    }
    return times;
  };

  /**
   * The longest frame of a movement that `start` begins, and when the last one over `limit` ended.
   * @param {() => unknown} start
   * @param {number} limit
   */
  const movement = async (start, limit) => {
    const began = performance.now();
    await start();
    let last = began;
    let settled = 0;
    let worst = 0;
    for (;;) {
      const now = await frame();
      worst = Math.max(worst, now - last);
      if (now - last > limit) settled = now - began;
      last = now;
      const passed = now - began;
      if ((passed > 1000 && passed - settled > 400) || passed > 20_000) return { settled, worst };
    }
  };

  const painted = async () => {
    await frame();
    return frame();
  };

  /**
   * Asked again whenever the page changes, and not at each frame: without the limit of frames that alone would keep a
   * processor busy, which a viewer with a thread of its own then lacks.
   * @param {() => boolean} isSo
   * @returns {Promise<void>}
   */
  const until = (isSo) =>
    new Promise((resolve) => {
      const look = () => {
        if (!isSo()) return;
        observer.disconnect();
        resolve();
      };
      const observer = new MutationObserver(look);
      observer.observe(document, { attributes: true, childList: true, subtree: true });
      look();
    });

  /** @param {string} address */
  const bytes = async (address) => new Uint8Array(await (await fetch(address)).arrayBuffer());

  /**
   * Lines of a text of any length: a string holds half a gigabyte at most.
   * @param {Uint8Array} text
   */
  function* lines(text) {
    const decoder = new TextDecoder();
    for (let start = 0; start < text.length;) {
      let end = Math.min(text.length, start + (1 << 24));
      while (end < text.length && text[end - 1] !== 10) end--;
      const part = decoder.decode(text.subarray(start, end));
      for (let from = 0; from < part.length;) {
        const found = part.indexOf('\n', from);
        const to = found < 0 ? part.length : found;
        if (to > from) yield part.slice(from, to);
        from = to + 1;
      }
      start = end;
    }
  }

  /** @typedef {{ name: string, self: number, value: number, callees: Map<string, Node> }} Node */

  /**
   * How most write a reader of collapsed stacks: objects with a Map of callees each.
   * @param {Uint8Array} text
   */
  const nested = (text) => {
    /** @type {Node} */
    const root = { name: 'all', self: 0, value: 0, callees: new Map() };
    for (const line of lines(text)) {
      const space = line.lastIndexOf(' ');
      const count = Number(line.slice(space + 1));
      let at = root;
      at.value += count;
      for (const name of line.slice(0, space).split(';')) {
        let callee = at.callees.get(name);
        if (!callee) {
          callee = { name, self: 0, value: 0, callees: new Map() };
          at.callees.set(name, callee);
        }
        callee.value += count;
        at = callee;
      }
      at.self += count;
    }
    return root;
  };

  const bench = { frame, latencies, watch, keepBusy, frames, movement, painted, until, bytes, lines, nested };
  Object.assign(window, { bench });
})();
