// Opens a mini-program from its files, and lets a test do what a person does: look, tap, type.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { miniprogram } from './miniprogram.js';
import { handlersOf, parseWxml, visible } from './wxml.js';

/**
 * Starts the mini-program in `root`. `wx` is a `fakeWx`; `replaced` gives other modules for files of it. `entered`: what opened it, if
 * not its own picture in WeChat, `{ page, options }` as the server's `/_control/wechat/scan` gives them.
 */
export function openApp(root, wx, { replaced = {}, entered, ...options } = {}) {
  const app = new App(root, wx);
  const place = miniprogram({
    ...options,
    globals: {
      App: (definition) => (app.instance = definition),
      Page: (definition) => (app.defined = definition),
      getApp: () => app.instance,
      wx: app.wx,
    },
  });
  app.load = (file) => place.require(`./${file}`, { base: root, replaced });
  app.start(entered);
  return app;
}

/** What `data-` attributes give to a handler. */
export const datasetOf = (attributes) =>
  Object.fromEntries(Object.entries(attributes).flatMap(([name, value]) => (name.startsWith('data-') ? [[name.slice(5), value]] : [])));

class App {
  pages = [];
  toasts = [];

  constructor(root, wx) {
    this.root = root;
    const path = ({ url }) => url.replace(/^\//, '');
    this.wx = {
      ...wx,
      reLaunch: (where) => {
        this.pages.splice(0).forEach((page) => page.onUnload?.());
        this.open(path(where));
      },
      navigateTo: (where) => this.open(path(where)),
      redirectTo: (where) => {
        this.pages.pop().onUnload?.();
        this.open(path(where));
      },
      navigateBack: () => {
        this.pages.pop().onUnload?.();
        this.run(this.page.onShow);
      },
      showToast: ({ title }) => this.toasts.push(title),
      setClipboardData: ({ data }) => (this.copied = data),
      getEnterOptionsSync: () => this.entered,
    };
  }

  start(entered) {
    this.settings = JSON.parse(readFileSync(join(this.root, 'app.json'), 'utf8'));
    this.load('app.js');
    this.entered = { path: this.settings.pages[0], query: {}, scene: 1001, ...entered?.options };
    this.instance.onLaunch?.(this.entered);
    this.instance.onShow?.(this.entered);
    this.open(this.entered.path, this.entered.query);
  }

  /** WeChat opens it while it runs: something was scanned, or a link tapped. */
  enter({ options }) {
    this.entered = options;
    this.instance.onShow?.(options);
    this.pages.splice(0).forEach((page) => page.onUnload?.());
    this.open(options.path, options.query);
  }

  get page() {
    return this.pages.at(-1);
  }

  open(address, given) {
    const [path, query] = address.split('?');
    assert.ok(this.settings.pages.includes(path), `${path} is not in app.json`);
    // The module runs once; each opening makes a page of what it defined.
    this.definitions ??= {};
    if (!this.definitions[path]) {
      this.load(`${path}.js`);
      this.definitions[path] = this.defined;
    }
    const definition = this.definitions[path];
    const template = parseWxml(readFileSync(join(this.root, `${path}.wxml`), 'utf8'));
    for (const [, handler] of handlersOf(template)) assert.equal(typeof definition[handler], 'function', `${path}: ${handler}`);
    const page = { ...definition, path, template, data: structuredClone(definition.data ?? {}), setData(change) { Object.assign(this.data, change); } };
    this.pages.push(page);
    this.run(page.onLoad, given ?? Object.fromEntries(new URLSearchParams(query)));
    this.run(page.onShow);
  }

  /** Calls a handler of the page; what it rejects with fails the test. */
  run(handler, event) {
    const outcome = handler?.call(this.page, event);
    outcome?.then?.(undefined, (error) => (this.failure ??= error));
  }

  look() {
    return visible(this.page.template, this.page.data);
  }

  /** All that can be read. */
  read() {
    return this.look().map(({ text }) => text).filter(Boolean);
  }

  find(what, isIt) {
    const found = this.look().filter(isIt);
    assert.equal(found.length, 1, `${found.length} of ${what} on ${this.page.path}, where one reads: ${this.read().join(' | ')}`);
    assert.ok(!found[0].attributes.disabled, `${what} is disabled`);
    return found[0];
  }

  tap(text) {
    const button = this.find(`"${text}"`, (element) => element.tag === 'button' && (element.attributes['aria-label'] ?? element.text) === text);
    const { 'bind:tap': handler, 'form-type': formType } = button.attributes;
    if (formType === 'submit') throw new Error('submit() sends a form');
    this.run(this.page[handler], { detail: {}, currentTarget: { dataset: datasetOf(button.attributes) } });
  }

  /** A button with an `open-type`: what WeChat asks and the person answers is `detail`. */
  grant(openType, detail) {
    const button = this.find(openType, ({ attributes }) => attributes['open-type'] === openType);
    this.run(this.page[button.attributes[`bind:${openType.toLowerCase()}`]], { detail });
  }

  type(value) {
    const input = this.find('input', ({ tag }) => tag === 'input');
    assert.ok(!(value.length > Number(input.attributes.maxlength ?? Infinity)), 'it does not fit');
    this.run(this.page[input.attributes['bind:input']], { detail: { value } });
  }

  submit(values) {
    const form = this.find('form', ({ tag }) => tag === 'form');
    this.run(this.page[form.attributes['bind:submit']], { detail: { value: values } });
  }

  /** Waits until one can read this; gives all texts. */
  async sees(text, withinMs = 30_000) {
    const end = Date.now() + withinMs;
    for (;;) {
      if (this.failure) throw this.failure;
      const read = this.read();
      if (!this.page.data.busy && read.some((line) => (text instanceof RegExp ? text.test(line) : line === text))) return read;
      if (Date.now() > end) assert.fail(`"${text}" never came; one reads: ${read.join(' | ')}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}
