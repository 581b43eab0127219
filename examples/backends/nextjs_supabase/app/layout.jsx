export default ({ children }) => <html lang="zh"><body>{children}</body></html>;
