import { t } from '../../common/l10n';
import type { CheckName } from './check';

/** What a check asks, in words for people. */
export function checkTitle(name: CheckName): string {
  switch (name) {
    case 'address':
      return t('Address can be read');
    case 'name':
      return t('Name is known');
    case 'tcp':
      return t('Port accepts connections');
    case 'proxy':
      return t('Proxy on the way');
    case 'tls':
      return t('Secure connection');
    case 'http':
      return t('Answers HTTP');
    case 'engine':
      return t('Is a model host');
    case 'login':
      return t('Lets us in');
    case 'model':
      return t('Has a model');
    case 'fim':
      return t('Model fills a hole in code');
    case 'context':
      return t('Gives the context window');
    case 'streaming':
      return t('Text comes as it is written');
    case 'abort':
      return t('Stops when told to');
    case 'speed':
      return t('Speed');
  }
}

/** A check's name within a sentence; in English it is the one that the command line prints. */
export function checkWord(name: CheckName): string {
  switch (name) {
    case 'address':
      return t('address');
    case 'name':
      return t('name');
    case 'proxy':
      return t('proxy');
    case 'engine':
      return t('engine');
    case 'login':
      return t('login');
    case 'model':
      return t('model');
    case 'context':
      return t('context');
    case 'streaming':
      return t('streaming');
    case 'abort':
      return t('abort');
    case 'speed':
      return t('speed');
    case 'tcp':
    case 'tls':
    case 'http':
    case 'fim':
      return name;
  }
}
