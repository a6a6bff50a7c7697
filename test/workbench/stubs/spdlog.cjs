// In place of @vscode/spdlog, a native logger that npm does not carry built: the same names, plain appends.
// They are exported one by one because VS Code imports them from ES modules, and Node finds them by reading this text.
const { appendFileSync, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');

let defaultLevel = 2;

class Logger {
  constructor(file) {
    this.file = file;
    this.level = defaultLevel;
    this.isRaw = false;
  }
  write(level, label, message) {
    if (level < this.level) return;
    const line = this.isRaw ? message : `${new Date().toISOString()} [${label}] ${message}\n`;
    try {
      appendFileSync(this.file, line);
    } catch {
      // The scratch folder goes before the last process that logs to it.
    }
  }
  trace = (message) => this.write(0, 'trace', message);
  debug = (message) => this.write(1, 'debug', message);
  info = (message) => this.write(2, 'info', message);
  warn = (message) => this.write(3, 'warning', message);
  error = (message) => this.write(4, 'error', message);
  critical = (message) => this.write(5, 'critical', message);
  getLevel = () => this.level;
  setLevel = (level) => {
    this.level = level;
  };
  clearFormatters = () => {
    this.isRaw = true;
  };
  setPattern = () => undefined;
  flush = () => undefined;
  drop = () => undefined;
}

const createLogger = async (_name, file) => {
  mkdirSync(dirname(file), { recursive: true });
  return new Logger(file);
};

exports.version = 0;
exports.Logger = Logger;
exports.setLevel = (level) => {
  defaultLevel = level;
};
exports.setFlushOn = () => undefined;
exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
