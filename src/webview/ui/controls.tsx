import type { ComponentChildren, JSX } from 'preact';

export function Icon({ name }: { readonly name: string }): JSX.Element {
  return <span class={`codicon codicon-${name}`} aria-hidden="true" />;
}

interface IconButtonProps {
  readonly icon: string;
  readonly label: string;
  readonly onClick: () => void;
  readonly isDisabled?: boolean;
  readonly isPressed?: boolean;
  readonly name?: string;
}

/** A button that shows an icon alone; its label is its tooltip and what a screen reader says. */
export function IconButton({
  icon,
  label,
  onClick,
  isDisabled,
  isPressed,
  name,
}: IconButtonProps): JSX.Element {
  return (
    <button
      type="button"
      class="icon-button"
      title={label}
      aria-label={label}
      aria-pressed={isPressed}
      disabled={isDisabled}
      data-name={name}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}

interface TextButtonProps {
  readonly onClick: () => void;
  readonly isPrimary?: boolean;
  readonly isDisabled?: boolean;
  readonly children: ComponentChildren;
}

export function TextButton({ onClick, isPrimary, isDisabled, children }: TextButtonProps): JSX.Element {
  return (
    <button
      type="button"
      class={isPrimary === true ? 'text-button primary' : 'text-button'}
      disabled={isDisabled}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
