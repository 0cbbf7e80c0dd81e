import * as api from './newshound.js';

globalThis.api = api;
