import { useState } from 'preact/hooks';
import { usePanel } from '../panelContext';

export interface Fold {
  readonly isOpen: boolean;
  readonly toggle: () => void;
}

/** What can be folded, as the reader last chose; `otherwise` where he has not. */
export function useFold(key: string, otherwise: boolean): Fold {
  const { reading } = usePanel();
  const [chosen, choose] = useState(reading.isOpen(key));
  const isOpen = chosen ?? otherwise;
  const toggle = (): void => {
    choose(!isOpen);
    reading.keepOpen(key, !isOpen);
  };
  return { isOpen, toggle };
}
