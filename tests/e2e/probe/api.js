// Hands the JavaScript surface to tests.
// @ts-expect-error: it lies beside this file only once a site is made (see ../site.js)
import * as api from './newshound.js';

Object.assign(globalThis, { api });
