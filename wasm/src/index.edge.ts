import { entry } from './entry.js';
import { loader } from './loader/edge.js';

export * from './entry.js';
export const { init, preload, createClient } = entry(loader, 'server');
