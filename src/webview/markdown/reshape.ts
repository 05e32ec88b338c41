/** What stands on the page in place of some of the wanted nodes. */
export interface Replacements {
  /**
   * The node to stand there for `wanted`: `shown` itself where it has taken over what that says. Undefined where that is
   * the wanted node.
   */
  instead(wanted: Node, shown?: Node): Node | undefined;
  /** This is taken from the page, with all in it. */
  gone(shown: Node): void;
}

/**
 * Makes the children of `shown` those of `wanted`, and leaves what is alike: it keeps its selection, focus and layout.
 * What grows at its end changes there alone.
 */
export function reshape(shown: ParentNode & Node, wanted: ParentNode & Node, ports: Replacements): void {
  const nodes = [...wanted.childNodes];
  for (const [index, node] of nodes.entries()) {
    const old = shown.childNodes[index];
    const next = ports.instead(node, old);
    if (old === undefined) shown.append(next ?? placed(node, ports));
    else if (next === undefined ? !becomes(old, node, ports) : next !== old) {
      ports.gone(old);
      old.replaceWith(next ?? placed(node, ports));
    }
  }
  while (shown.childNodes.length > nodes.length && shown.lastChild !== null) {
    ports.gone(shown.lastChild);
    shown.lastChild.remove();
  }
}

function becomes(shown: Node, wanted: Node, ports: Replacements): boolean {
  if (shown.isEqualNode(wanted)) return true;
  if (shown instanceof Text && wanted instanceof Text) {
    if (wanted.data.startsWith(shown.data)) shown.appendData(wanted.data.slice(shown.length));
    else shown.data = wanted.data;
    return true;
  }
  if (!(shown instanceof Element && wanted instanceof Element && areAlike(shown, wanted))) return false;
  reshape(shown, wanted, ports);
  return true;
}

/** But for what stands in them. */
function areAlike(one: Element, other: Element): boolean {
  return one.cloneNode(false).isEqualNode(other.cloneNode(false));
}

/** The node with all that is to stand in it. */
function placed(node: Node, ports: Replacements): Node {
  for (const child of [...node.childNodes]) {
    const next = ports.instead(child);
    if (next === undefined) placed(child, ports);
    else child.replaceWith(next);
  }
  return node;
}
