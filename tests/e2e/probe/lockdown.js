// As in the Lockdown Mode of iOS.
Reflect.deleteProperty(globalThis, 'WebAssembly');
