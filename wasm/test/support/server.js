export * from '../../../tests/support/server.js';
