/** Arrow keys, Home and End go from button to button of a toolbar; Tab goes past it, to the button that was used last. */
export function followToolbarKeys(root: HTMLElement): void {
  root.addEventListener('focusin', ({ target }) => {
    const bar = barOf(target);
    for (const button of bar?.buttons ?? []) button.tabIndex = button === bar?.current ? 0 : -1;
  });
  root.addEventListener('keydown', (event) => {
    const bar = barOf(event.target);
    const next = bar && nextOf(event.key, bar);
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  });
}

interface Bar {
  readonly buttons: readonly HTMLButtonElement[];
  readonly current: HTMLButtonElement;
}

function barOf(target: EventTarget | null): Bar | undefined {
  const current = target instanceof Element ? target.closest('button') : null;
  const bar = current?.closest('[role=toolbar]');
  if (current === null || bar === null || bar === undefined) return undefined;
  return { current, buttons: [...bar.querySelectorAll('button')].filter(({ disabled }) => !disabled) };
}

function nextOf(key: string, { buttons, current }: Bar): HTMLButtonElement | undefined {
  const at = buttons.indexOf(current);
  switch (key) {
    case 'ArrowRight':
      return buttons[(at + 1) % buttons.length];
    case 'ArrowLeft':
      return buttons.at(at - 1);
    case 'Home':
      return buttons[0];
    case 'End':
      return buttons.at(-1);
    default:
      return undefined;
  }
}
