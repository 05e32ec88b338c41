import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Composer, EndpointChoice, ModelChoice } from '../../chat/protocol';
import { usePanel } from '../panelContext';
import { t } from '../l10n';
import { Icon } from '../ui/controls';
import { gigabytes, shortCount } from '../ui/numbers';

/** Which model on which endpoint answers next, with the state that each of them is in. */
export function ModelPicker({ composer }: { readonly composer: Composer }): JSX.Element {
  const { send } = usePanel();
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const open = (): void => {
    if (!isOpen) send({ type: 'refreshModels' });
    setOpen(!isOpen);
  };
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  const endpoint = composer.endpoints.find(({ name }) => name === composer.endpoint);
  return (
    <div class="model-picker">
      <button
        ref={button}
        type="button"
        class="picker-button"
        aria-haspopup="listbox"
        aria-expanded={isOpen}
        title={t('Choose the model')}
        onClick={open}
      >
        <StateDot state={endpoint?.state ?? 'unknown'} />
        <span class="picker-label">{composer.model ?? t('No model')}</span>
        <Icon name="chevron-down" />
      </button>
      {isOpen && <ModelList composer={composer} onClose={close} />}
    </div>
  );
}

interface Row {
  readonly endpoint: EndpointChoice;
  readonly model: ModelChoice;
}

interface ModelListProps {
  readonly composer: Composer;
  readonly onClose: () => void;
}

function ModelList({ composer, onClose }: ModelListProps): JSX.Element {
  const { send } = usePanel();
  const rows: readonly Row[] = composer.endpoints.flatMap((endpoint) =>
    endpoint.models.map((model) => ({ endpoint, model })),
  );
  const current = rows.findIndex(
    ({ endpoint, model }) => endpoint.name === composer.endpoint && model.tag === composer.model,
  );
  const [active, setActive] = useState(Math.max(0, current));
  const id = useId();
  const choose = (row: Row | undefined): void => {
    onClose();
    if (row === undefined) return;
    const { endpoint, model } = row;
    send({
      type: 'pickModel',
      conversation: composer.conversation,
      endpoint: endpoint.name,
      model: model.tag,
    });
  };
  const takeKey = (key: string): boolean => {
    if (key === 'ArrowDown') setActive(Math.min(rows.length - 1, active + 1));
    else if (key === 'ArrowUp') setActive(Math.max(0, active - 1));
    else if (key === 'Enter' || key === ' ') choose(rows[active]);
    else if (key === 'Escape') onClose();
    else return false;
    return true;
  };
  return (
    <ListFrame activeId={rows.length > 0 ? `${id}-${active}` : undefined} onClose={onClose} takeKey={takeKey}>
      {composer.endpoints.map((endpoint) => (
        <div key={endpoint.name} role="group" aria-label={`${endpoint.name}: ${stateWords(endpoint)}`}>
          <div class="group-head" aria-hidden="true">
            <StateDot state={endpoint.state} />
            <span>{endpoint.name}</span>
            <span class="option-detail">{stateWords(endpoint)}</span>
          </div>
          {rows.map((row, index) =>
            row.endpoint === endpoint ? (
              <ModelOption
                key={row.model.tag}
                id={`${id}-${index}`}
                model={row.model}
                isActive={index === active}
                isCurrent={index === current}
                onChoose={() => choose(row)}
              />
            ) : null,
          )}
        </div>
      ))}
    </ListFrame>
  );
}

interface ListFrameProps {
  readonly activeId: string | undefined;
  readonly onClose: () => void;
  /** True when the key meant something to the list. */
  readonly takeKey: (key: string) => boolean;
  readonly children: ComponentChildren;
}

/** The list itself has the focus while it is open, and names its active entry. */
function ListFrame({ activeId, onClose, takeKey, children }: ListFrameProps): JSX.Element {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => list.current?.focus(), []);
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [activeId]);
  return (
    <div
      ref={list}
      class="popup models"
      role="listbox"
      tabIndex={0}
      aria-label={t('Models')}
      aria-activedescendant={activeId}
      onBlur={onClose}
      onKeyDown={(event) => {
        if (!takeKey(event.key)) return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      {children}
    </div>
  );
}

interface ModelOptionProps {
  readonly id: string;
  readonly model: ModelChoice;
  readonly isActive: boolean;
  readonly isCurrent: boolean;
  readonly onChoose: () => void;
}

function ModelOption({ id, model, isActive, isCurrent, onChoose }: ModelOptionProps): JSX.Element {
  const { thinking, vision, tools } = model.capabilities;
  return (
    <div
      id={id}
      role="option"
      class="option"
      aria-selected={isActive}
      onMouseDown={(event) => {
        event.preventDefault();
        onChoose();
      }}
    >
      <Icon name={isCurrent ? 'check' : 'blank'} />
      <span class="option-label">{model.tag}</span>
      <span class="option-detail">{modelFacts(model)}</span>
      {thinking && <Badge icon="lightbulb" label={t('thinks')} />}
      {vision && <Badge icon="eye" label={t('sees images')} />}
      {tools && <Badge icon="tools" label={t('uses tools')} />}
      {model.isLoaded && <Badge icon="circle-filled" label={t('loaded')} />}
    </div>
  );
}

function Badge({ icon, label }: { readonly icon: string; readonly label: string }): JSX.Element {
  return (
    <span class="badge" title={label}>
      <Icon name={icon} />
      <span class="hidden-text">{label}</span>
    </span>
  );
}

function modelFacts({ parameterSize, quantization, sizeBytes, contextLength }: ModelChoice): string {
  return [
    parameterSize,
    quantization,
    sizeBytes === undefined ? undefined : gigabytes(sizeBytes),
    contextLength === undefined ? undefined : t('{0} context', shortCount(contextLength)),
  ]
    .filter((fact) => fact !== undefined && fact !== '')
    .join(' · ');
}

export function StateDot({ state }: { readonly state: EndpointChoice['state'] }): JSX.Element {
  return <span class={`state-dot ${state}`} aria-hidden="true" />;
}

export function stateWords({ state, failure }: Pick<EndpointChoice, 'state' | 'failure'>): string {
  switch (state) {
    case 'unknown':
      return t('not asked yet');
    case 'reachable':
      return t('ready');
    case 'busy':
      return t('busy');
    case 'failed':
      return failure?.message ?? t('not reachable');
  }
}
