// As much of WXML as the example uses: what is to be seen on a page, and what reacts to a tap there.

/** Parses a template. Nodes are `{ tag, attributes, children }` and texts. */
export function parseWxml(text) {
  const root = { tag: 'page', attributes: {}, children: [] };
  const open = [root];
  const tokens = /<!--[\s\S]*?-->|<\/([\w-]+)>|<([\w-]+)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*(\/?)>|([^<]+)/g;
  let end = 0;
  for (const match of text.matchAll(tokens)) {
    if (match.index !== end) break;
    end += match[0].length;
    const [, closed, tag, attributes, isEmpty, words] = match;
    if (closed) {
      if (open.pop().tag !== closed) throw new Error(`</${closed}> closes nothing`);
    } else if (tag) {
      const pairs = [...attributes.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)].map(([, name, value]) => [name, value ?? true]);
      const node = { tag, attributes: Object.fromEntries(pairs), children: [] };
      open.at(-1).children.push(node);
      if (!isEmpty) open.push(node);
    } else if (words?.trim()) {
      open.at(-1).children.push(words.trim());
    }
  }
  if (end !== text.length || open.length !== 1) throw new Error(`not WXML: ${text.slice(end, end + 40)}`);
  return root;
}

// A name that the page does not have is undefined, and so is a member of undefined: nothing throws.
function evaluate(expression, data) {
  const names = new Proxy(data, { has: () => true, get: (from, name) => (name === Symbol.unscopables ? undefined : from[name]) });
  try {
    return new Function('names', `with (names) { return (${expression}); }`)(names);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function filled(text, data) {
  const whole = /^\{\{((?:(?!\}\})[\s\S])+)\}\}$/.exec(text);
  if (whole) return evaluate(whole[1], data);
  return text.replace(/\{\{([\s\S]+?)\}\}/g, (_, expression) => evaluate(expression, data) ?? '');
}

/** What is to be seen with this data: `{ tag, attributes, text, children }`, parents before children. */
export function visible(root, data) {
  const seen = [];
  const visit = (node, data) => {
    const attributes = Object.fromEntries(
      Object.entries(node.attributes).map(([name, value]) => [name, typeof value === 'string' ? filled(value, data) : value]),
    );
    const element = { tag: node.tag, attributes, text: '', children: [] };
    seen.push(element);
    let isChosen = true; // whether an earlier branch of wx:if was
    for (const child of node.children) {
      if (typeof child === 'string') {
        const text = filled(child, data) ?? '';
        element.text += text;
        element.children.push(text);
        continue;
      }
      const { 'wx:if': first, 'wx:elif': further } = child.attributes;
      const isLast = child.attributes['wx:else'] === true;
      const condition = first ?? further;
      const isAsked = first !== undefined || ((further !== undefined || isLast) && !isChosen);
      const isSeen = condition === undefined ? (isLast ? isAsked : true) : isAsked && Boolean(filled(condition, data));
      if (first !== undefined) isChosen = isSeen;
      else if (isSeen) isChosen = true;
      if (!isSeen) continue;
      const list = child.attributes['wx:for'];
      const each = list ? filled(list, data).map((item, index) => ({ ...data, item, index })) : [data];
      for (const one of each) element.children.push(visit(child, one));
    }
    return element;
  };
  visit(root, data);
  return seen;
}

/** Every handler that a template names, with the event. */
export function handlersOf(root) {
  const own = Object.entries(root.attributes).filter(([name]) => name.startsWith('bind:'));
  return [...own.map(([name, handler]) => [name.slice(5), handler]), ...root.children.filter((child) => child.tag).flatMap(handlersOf)];
}
