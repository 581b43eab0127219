// Components of hufu/react, rendered without a page.
import assert from 'node:assert/strict';
import { createElement } from 'react';
import { act, create } from 'react-test-renderer';

import { HufuProvider } from '../../dist/react.js';

globalThis.IS_REACT_ACT_ENVIRONMENT = true;

/** Renders what `use` gives; `seen` has all of it, the latest last. */
export async function render(t, use, props, wrap = (tree) => tree) {
  const seen = [];
  const Watcher = () => {
    seen.push(use());
    return null;
  };
  const tree = (given) => wrap(createElement(HufuProvider, given, createElement(Watcher)));
  let root;
  await act(async () => {
    root = create(tree(props));
  });
  t.after(() => act(async () => root.unmount()));
  return {
    seen,
    get now() {
      return seen.at(-1);
    },
    update: (given) => act(async () => root.update(tree(given))),
    unmount: () => act(async () => root.unmount()),
  };
}

/** Waits until this is true. */
export async function until(condition) {
  for (let i = 0; i < 300; ++i) {
    if (await condition()) return;
    await act(() => new Promise((resolve) => setTimeout(resolve, 50)));
  }
  assert.fail('it did not come to pass');
}
