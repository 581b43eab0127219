export default {
  pages: ['pages/index/index', 'pages/mini_login/index'],
  window: { navigationBarTitleText: 'Hufu', navigationBarBackgroundColor: '#f7f4ee', navigationBarTextStyle: 'black' },
};
