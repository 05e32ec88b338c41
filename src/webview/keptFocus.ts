/** Where the focus was: in a list, that entry and its place; else nothing but the element. */
interface FocusPlace {
  readonly element: Element;
  readonly list: Element | undefined;
  readonly index: number;
}

/**
 * When the element that has the focus goes, the one in its place gets it: the next entry of its list, or the last, or the
 * field that is typed into. Else the keyboard would begin anew at the top of the page.
 */
export function keepFocus(root: HTMLElement): void {
  let last: FocusPlace | undefined;
  root.addEventListener('focusin', ({ target }) => {
    if (target instanceof Element) last = placeOf(target);
  });
  // Who clicks into a text gives the focus up; who goes to the editor, or to its question, does not.
  root.addEventListener('focusout', ({ target }) => {
    queueMicrotask(() => {
      const isThere = target instanceof Element && target.isConnected;
      if (isThere && document.hasFocus() && document.activeElement === document.body) last = undefined;
    });
  });
  const look = (): void => {
    const isLost = last?.element.isConnected === false && document.activeElement === document.body;
    // An editor that has the focus keeps it; the page looks again once it is back here.
    if (!isLost || !document.hasFocus() || last === undefined) return;
    neighbourOf(last, root)?.focus();
  };
  new MutationObserver(look).observe(root, { childList: true, subtree: true });
  window.addEventListener('focus', look);
}

function placeOf(element: Element): FocusPlace {
  const entry = element.closest('li');
  const list = entry?.parentElement ?? undefined;
  return {
    element,
    list,
    index: entry === null || list === undefined ? 0 : [...list.children].indexOf(entry),
  };
}

function neighbourOf({ list, index }: FocusPlace, root: HTMLElement): HTMLElement | undefined {
  const entries = list?.isConnected === true ? [...list.children] : [];
  const entry = entries[Math.min(index, entries.length - 1)];
  const controls = [...(entry?.querySelectorAll<HTMLElement>('button,input') ?? [])];
  // What is attached is removed one by one; of a conversation, its name comes first.
  const control = entry?.classList.contains('chip') === true ? controls.at(-1) : controls[0];
  return control ?? root.querySelector<HTMLElement>('.history .search, .composer .input') ?? undefined;
}
