// Replaces Promise by one whose callbacks come by setTimeout, as mini-programs on iOS 15 and before have it.
// `async` functions of the language would not notice: what is tested has none, it is ES5.
(function (global) {
  var Native = global.Promise;
  function Slow(executor) {
    if (!(this instanceof Slow)) throw new TypeError('Promise is a constructor');
    var hearers = [];
    var outcome = null;
    function tell(hear) {
      setTimeout(function () {
        hear(outcome);
      }, 0);
    }
    function settle(isKept, value) {
      if (outcome) return;
      outcome = { isKept: isKept, value: value };
      hearers.forEach(tell);
    }
    var isResolved = false;
    function resolve(value) {
      if (isResolved) return;
      isResolved = true;
      follow(value);
    }
    function follow(value) {
      if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return settle(true, value);
      var then;
      try {
        then = value.then;
        if (typeof then !== 'function') return settle(true, value);
        then.call(value, once(follow), once(settle.bind(null, false)));
      } catch (error) {
        settle(false, error);
      }
    }
    function once(call) {
      var isCalled = false;
      return function (value) {
        if (isCalled) return;
        isCalled = true;
        call(value);
      };
    }
    function reject(reason) {
      if (isResolved) return;
      isResolved = true;
      settle(false, reason);
    }
    this._hear = function (hear) {
      if (outcome) tell(hear);
      else hearers.push(hear);
    };
    try {
      executor(resolve, reject);
    } catch (error) {
      reject(error);
    }
  }
  Slow.prototype.then = function (kept, broken) {
    var self = this;
    return new Slow(function (resolve, reject) {
      self._hear(function (outcome) {
        var hear = outcome.isKept ? kept : broken;
        if (typeof hear !== 'function') return outcome.isKept ? resolve(outcome.value) : reject(outcome.value);
        try {
          resolve(hear(outcome.value));
        } catch (error) {
          reject(error);
        }
      });
    });
  };
  Slow.prototype['catch'] = function (broken) {
    return this.then(undefined, broken);
  };
  Slow.prototype['finally'] = function (call) {
    return this.then(
      function (value) {
        return Slow.resolve(call()).then(function () {
          return value;
        });
      },
      function (reason) {
        return Slow.resolve(call()).then(function () {
          throw reason;
        });
      }
    );
  };
  Slow.resolve = function (value) {
    return value instanceof Slow ? value : new Slow(function (resolve) { resolve(value); });
  };
  Slow.reject = function (reason) {
    return new Slow(function (_, reject) { reject(reason); });
  };
  Slow.isSlow = true;
  Slow.native = Native;
  global.Promise = Slow;
})(this);
